package agentvault.workspace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The texts in a record, however deep, and the same record with one of them replaced: made anew by the constructors
/// of all records around it.
final class Texts {

    private Texts() {}

    static List<String> of(Object record) {
        var texts = new ArrayList<String>();
        rebuilt(record, text -> {
            texts.add(text);
            return text;
        });
        return texts;
    }

    /// @param place which text, counted as [#of] lists them
    static Object replaced(Object record, int place, String by) {
        var seen = new ArrayList<String>();
        return rebuilt(record, text -> {
            seen.add(text);
            return seen.size() - 1 == place ? by : text;
        });
    }

    private static Object rebuilt(Object value, UnaryOperator<String> each) {
        return switch (value) {
            case String text -> each.apply(text);
            case Record record -> rebuilt(record, each);
            case SortedMap<?, ?> map -> rebuilt(map, each);
            case Set<?> set -> new TreeSet<>(rebuilt(set.stream(), each));
            case Collection<?> list -> rebuilt(list.stream(), each);
            default -> value;
        };
    }

    private static List<Object> rebuilt(Stream<?> values, UnaryOperator<String> each) {
        return values.map(value -> rebuilt(value, each)).toList();
    }

    private static Map<Object, Object> rebuilt(SortedMap<?, ?> map, UnaryOperator<String> each) {
        var rebuilt = new TreeMap<Object, Object>();
        map.forEach((key, value) -> rebuilt.put(rebuilt(key, each), rebuilt(value, each)));
        return rebuilt;
    }

    private static Object rebuilt(Record record, UnaryOperator<String> each) {
        try {
            var components = record.getClass().getRecordComponents();
            var types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var values = new ArrayList<Object>();
            for (var component : components) {
                component.getAccessor().setAccessible(true);
                values.add(rebuilt(component.getAccessor().invoke(record), each));
            }
            var constructor = record.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
