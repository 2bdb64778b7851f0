package agentvault.run;

import java.util.List;

/// A client of the network that programs use, and how it is made to ask for an address.
///
/// @param version a shell's line that says the version, and fails where there is no such client
/// @param ask a shell's line that asks for `URL`, in an empty folder; what it prints and how it ends is not looked at
/// @param fix what to look at when it does not get through
record Probe(String name, String version, String ask, String fix) {

    private static final String PYTHON = "python3 -c ";
    private static final String GUIDE = "docs/guides/clients.md";

    static final List<Probe> ALL = List.of(
            of("curl", "curl --version", "curl -sS -o out --max-time 6 \"$URL\"", "a proxy or cacert in ~/.curlrc"),
            of("wget", "wget --version", "wget -q -O out --tries=1 --timeout=6 \"$URL\"", "a proxy in /etc/wgetrc"),
            of("git", "git --version", "git ls-remote \"$URL\"", "git config --get-regexp 'http.*(proxy|ssl)'"),
            of("node", "node --version", "node -e 'fetch(process.env.URL).catch(() => {})'", "NODE_OPTIONS"),
            of(
                    "node-https",
                    "node --version",
                    "node -e 'const u = process.env.URL; require(u.split(\":\")[0]).get(u, r => r.resume())'",
                    "NODE_OPTIONS"),
            of(
                    "npm",
                    "npm --version",
                    "npm view doctor --registry=\"$URL\" --fetch-retries=0 --cache=. --prefer-online",
                    "npm config list: proxy, https-proxy, cafile"),
            of(
                    "urllib",
                    "python3 --version",
                    PYTHON + "'import os, urllib.request as u; u.urlopen(os.environ[\"URL\"], timeout=6)'",
                    "a proxy handler of the program's own"),
            of(
                    "requests",
                    PYTHON + "'import requests; print(requests.__version__)'",
                    PYTHON + "'import os, requests; requests.get(os.environ[\"URL\"], timeout=6)'",
                    "trust_env=False in the program"),
            of(
                    "httpx",
                    PYTHON + "'import httpx; print(httpx.__version__)'",
                    PYTHON + "'import os, httpx; httpx.get(os.environ[\"URL\"], timeout=6)'",
                    "trust_env=False in the program"),
            of(
                    "pip",
                    "pip --version",
                    "pip --disable-pip-version-check --no-input --retries 0 --timeout 6 download --no-deps"
                            + " --no-cache-dir --index-url \"$URL\" doctor",
                    "pip config list: proxy, cert"),
            of(
                    "java",
                    "java --version",
                    "printf '%s' 'class Ask { public static void main(String[] a) throws Exception {"
                            + " java.net.http.HttpClient.newHttpClient().send(java.net.http.HttpRequest.newBuilder("
                            + "java.net.URI.create(System.getenv(\"URL\"))).build(),"
                            + " java.net.http.HttpResponse.BodyHandlers.discarding()); } }' > Ask.java && java -XX:TieredStopAtLevel=1 Ask.java",
                    "JAVA_TOOL_OPTIONS"),
            of("ruby", "ruby --version", "ruby -rnet/http -e 'Net::HTTP.get(URI(ENV[\"URL\"]))'", "RUBYOPT"),
            of(
                    "php",
                    "php --version",
                    "printf '%s' '<?php file_get_contents(getenv(\"URL\"));' > ask.php && php ask.php",
                    "auto_prepend_file in php.ini"),
            of(
                    "go",
                    "go version",
                    "GOPATH=\"$PWD/go\" GOFLAGS=-mod=mod GONOSUMDB='*' GOPROXY=\"$URL\" go list -m agent-vault.invalid/doctor@latest",
                    "go env GOPROXY"),
            of(
                    "gh",
                    "gh --version",
                    "GH_ENTERPRISE_TOKEN=none gh api --hostname \"${URL#*://}\" user",
                    "gh config get http_unix_socket"),
            of(
                    "cargo",
                    "cargo --version",
                    "CARGO_HOME=\"$PWD\" RUSTUP_HOME=\"${RUSTUP_HOME:-$HOME/.rustup}\" cargo search --index \"sparse+$URL/\" doctor",
                    "http.proxy and http.cainfo in ~/.cargo/config.toml"));

    private static Probe of(String name, String version, String ask, String look) {
        return new Probe(name, version, ask, "Look at " + look + "; see " + GUIDE);
    }

    String host() {
        return name + ".doctor.agent-vault.invalid";
    }
}
