package agentvault.cloud;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.HostPolicy;
import agentvault.document.Members;
import agentvault.vault.Binding.Target;
import agentvault.vault.Binding.Transport;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.BoundCredentials.Plan;
import agentvault.workspace.Settings;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a credential that is to be made, in either shape.
///
/// @param hosts which hosts a credential may be for
record CredentialForm(HostPolicy hosts, Settings settings, InstantSource clock) {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final List<String> FLAT = List.of("mcp_server_url", "protocol", "type", "access_token");

    /// @param parts gets the secrets
    Plan read(Manner manner, Members body, Parts parts) {
        if (manner == Manner.ANTHROPIC || body.has("auth")) return nested(manner, body, parts);
        return flat(manner, body, parts);
    }

    private Plan flat(Manner manner, Members body, Parts parts) {
        var url = ServerAddress.read(body, "mcp_server_url", hosts);
        var transport = transport(body);
        if (!body.text("type").equals("static_bearer")) throw body.unfit("type", " is static_bearer");
        parts.with(Part.VALUE, body, "access_token");
        return plan(manner, body, new Target.McpServer(url, transport), new Credential.Type.Static());
    }

    private static Transport transport(Members body) {
        return switch (body.text("protocol")) {
            case "sse" -> Transport.SSE;
            case "streamable_http" -> Transport.STREAMABLE_HTTP;
            default -> throw body.unfit("protocol", " is sse or streamable_http");
        };
    }

    private Plan nested(Manner manner, Members body, Parts parts) {
        if (manner == Manner.QODER) {
            FLAT.stream().filter(body::names).findFirst().ifPresent(name -> {
                throw body.unfit(name, " does not go together with auth");
            });
        }
        var auth = body.object("auth");
        return switch (auth.text("type")) {
            case "static_bearer" -> {
                var target = server(auth);
                parts.with(Part.VALUE, auth, "token");
                yield plan(manner, body, target, new Credential.Type.Static());
            }
            case "mcp_oauth" -> {
                var target = server(auth);
                parts.with(Part.VALUE, auth, "access_token");
                yield plan(manner, body, target, new OauthTerms(manner, clock).read(auth, parts));
            }
            case "environment_variable" -> variable(manner, body, auth, parts);
            default -> throw auth.unfit("type", " is static_bearer, mcp_oauth or environment_variable");
        };
    }

    private Target.McpServer server(Members auth) {
        return new Target.McpServer(ServerAddress.read(auth, "mcp_server_url", hosts), Transport.NEGOTIATED);
    }

    private Plan plan(Manner manner, Members body, Target.McpServer target, Credential.Type type) {
        var reach = new Reach.Destinations(target.url().exactDestinations());
        return new Plan(
                target,
                BoundCredentials.bearerFor(reach),
                name(manner, body),
                Labels.metadata(body),
                type,
                manner.cap(settings));
    }

    private Plan variable(Manner manner, Members body, Members auth, Parts parts) {
        var name = auth.text("secret_name");
        if (!VARIABLE.matcher(name).matches())
            throw auth.unfit("secret_name", " is a variable's name: letters, digits and _, 128 at most");
        parts.with(Part.VALUE, auth, "secret_value");
        boolean named = manner == Manner.ANTHROPIC || auth.has("networking");
        var allowed =
                named ? Networks.ofCredential(auth.object("networking"), hosts) : Optional.<List<HostPattern>>empty();
        return new Plan(
                new Target.Variable(name),
                BoundCredentials.placeholderFor(reach(allowed), placeholder(name), surfaces(auth)),
                name(manner, body),
                Labels.metadata(body),
                new Credential.Type.Static(),
                manner.cap(settings));
    }

    static Reach reach(Optional<List<HostPattern>> allowed) {
        return allowed.<Reach>map(all ->
                        new Reach.Destinations(all.stream().map(Destination::of).toList()))
                .orElseGet(Reach.WhateverTheSessionNames::new);
    }

    /// What stands in the agent's environment. Of two vaults that have a variable of one name, the first of a session
    /// decides, as everywhere, so the text is the same in both.
    static String placeholder(String variable) {
        return "av__" + variable + "__";
    }

    /// Without a word, everywhere; of what is named, what is true.
    private static Set<Placeholder.Surface> surfaces(Members auth) {
        if (!auth.names("injection_location")) return EnumSet.of(Placeholder.Surface.HEADER, Placeholder.Surface.BODY);
        return surfaces(auth, Set.of());
    }

    /// @param otherwise what counts for a place that is not named
    static Set<Placeholder.Surface> surfaces(Members auth, Set<Placeholder.Surface> otherwise) {
        var location = auth.object("injection_location");
        var chosen = EnumSet.noneOf(Placeholder.Surface.class);
        if (location.flag("header", otherwise.contains(Placeholder.Surface.HEADER)))
            chosen.add(Placeholder.Surface.HEADER);
        if (location.flag("body", otherwise.contains(Placeholder.Surface.BODY))) chosen.add(Placeholder.Surface.BODY);
        if (chosen.isEmpty()) throw auth.unfit("injection_location", " needs header or body");
        return chosen;
    }

    /// Qoder's protocol takes a credential's display name and does not keep it.
    private static String name(Manner manner, Members body) {
        return manner == Manner.QODER ? "" : Labels.maybeName(body, "display_name");
    }
}
