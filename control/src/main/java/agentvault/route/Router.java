package agentvault.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request. Where a literal and a parameter both fit, the literal is meant. HEAD is answered as
/// GET.
public final class Router {

    private final List<Route> routes;
    private final Node root = new Node();

    /// What a request is for.
    public sealed interface Found {
        /// @param path the texts in the places of the template, decoded
        record Known(Route route, Map<String, String> path) implements Found {}

        /// @param allowed the methods that the path has
        record OtherMethod(SortedSet<String> allowed) implements Found {}

        record Nowhere() implements Found {}
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final SortedMap<String, Route> methods = new TreeMap<>();
        private @Nullable Node parameter;
    }

    public Router(Collection<Route> routes) {
        this.routes = List.copyOf(routes);
        this.routes.forEach(this::add);
    }

    public List<Route> routes() {
        return routes;
    }

    public Found find(String method, String path) {
        if (!path.startsWith("/")) return new Found.Nowhere();
        var segments = Template.segments(path);
        var nodes = walk(root, segments, 0).toList();
        if (nodes.isEmpty()) return new Found.Nowhere();
        var asked = method.equals("HEAD") ? "GET" : method;
        var routes = nodes.stream()
                .flatMap(node -> Stream.ofNullable(node.methods.get(asked)))
                .toList();
        if (routes.isEmpty()) return new Found.OtherMethod(allowed(nodes));
        return known(routes.getFirst(), segments);
    }

    private static Found known(Route route, List<String> segments) {
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < segments.size(); i++) {
            if (!(route.template().parts().get(i) instanceof Template.Part.Parameter(var name))) continue;
            var decoded = Percent.decoded(segments.get(i), false);
            if (decoded.isEmpty()) return new Found.Nowhere();
            parameters.put(name, decoded.get());
        }
        return new Found.Known(route, Map.copyOf(parameters));
    }

    private void add(Route route) {
        var node = root;
        for (var part : route.template().parts()) {
            node = switch (part) {
                case Template.Part.Literal(var text) -> node.literals.computeIfAbsent(text, _ -> new Node());
                case Template.Part.Parameter _ -> {
                    if (node.parameter == null) node.parameter = new Node();
                    yield node.parameter;
                }
            };
        }
        if (node.methods.put(route.method(), route) != null) throw new IllegalArgumentException("twice: " + route);
    }

    /// The places that fit, the most literal first.
    private static Stream<Node> walk(Node node, List<String> segments, int at) {
        if (at == segments.size()) return node.methods.isEmpty() ? Stream.empty() : Stream.of(node);
        var ways = new ArrayList<Node>(2);
        var literal = node.literals.get(segments.get(at));
        if (literal != null) ways.add(literal);
        if (node.parameter != null && !segments.get(at).isEmpty()) ways.add(node.parameter);
        return ways.stream().flatMap(way -> walk(way, segments, at + 1));
    }

    private static SortedSet<String> allowed(List<Node> nodes) {
        var allowed = new TreeSet<String>();
        nodes.forEach(node -> allowed.addAll(node.methods.keySet()));
        if (allowed.contains("GET")) allowed.add("HEAD");
        return allowed;
    }
}
