package agentvault.canary;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// What an object prints of itself. Texts in fields count as printed: they are one careless line away from it.
record Printed(String type, String text) {

    /// The objects and everything of ours that they lead to, each once: through fields, collections, and causes.
    static List<Printed> of(Object... roots) {
        var printed = new ArrayList<Printed>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> next = new ArrayDeque<>(Arrays.asList(roots));
        while (!next.isEmpty()) {
            var object = next.removeFirst();
            if (!seen.add(object)) continue;
            printed.add(new Printed(object.getClass().getName(), text(object)));
            next.addAll(behind(object));
        }
        return printed;
    }

    private static String text(Object object) {
        if (!(object instanceof Throwable thrown)) return String.valueOf(object);
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static List<Object> behind(Object object) {
        var found = new ArrayList<Object>();
        switch (object) {
            case Map<?, ?> map -> map.forEach((key, value) -> found.addAll(List.of(key, value)));
            case Collection<?> many -> found.addAll(many);
            case Optional<?> maybe -> maybe.ifPresent(found::add);
            case AtomicReference<?> reference -> found.add(reference.get());
            case Object[] array -> found.addAll(Arrays.asList(array));
            default -> found.addAll(fields(object));
        }
        found.removeIf(each -> each == null);
        return found;
    }

    private static List<Object> fields(Object object) {
        var values = new ArrayList<Object>();
        for (var type = object.getClass(); type != null && ours(type); type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) values.add(value(field, object));
            }
        }
        return values;
    }

    private static boolean ours(Class<?> type) {
        return type.getName().startsWith("agentvault.");
    }

    private static Object value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
