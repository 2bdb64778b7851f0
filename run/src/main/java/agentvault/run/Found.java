package agentvault.run;

import agentvault.json.Json;

/// What was found of a client that is installed here.
///
/// @param version as it says itself; empty if it had not said it in time
/// @param proxy whether the server heard of it, with or without TLS: then it also showed who it is
/// @param certificate whether it came out of a tunnel, which takes all three
record Found(Probe probe, String version, Verdict proxy, Verdict certificate) {

    boolean well() {
        return certificate == Verdict.YES;
    }

    /// What to do next. Of what is not known no cause is named before it was tried again.
    String fix() {
        return switch (certificate) {
            case YES -> "";
            case NO -> probe.fix();
            case NOT_KNOWN ->
                "The time was over: try again when the machine has less to do. If it stays: " + probe.fix();
        };
    }

    Json document() {
        return Json.object()
                .with("client", probe.name())
                .with("version", version)
                .with("proxy", proxy.document())
                .with("certificate", certificate.document())
                .with("identity", proxy.document())
                .with("fix", fix());
    }
}
