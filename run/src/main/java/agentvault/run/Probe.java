package agentvault.run;

import java.util.List;

/// A client of the network that programs use, and how it is made to ask for an address.
///
/// @param line a shell's line that writes the version, and nothing where there is no such client, and asks for `URL`
///     then, in an empty folder; what else it writes and how it ends is not looked at
/// @param fix what to look at when it does not get through
record Probe(String name, String line, String fix) {

    private static final String PYTHON = "python3 -c ";
    private static final String GUIDE = "docs/guides/clients.md";

    static final List<Probe> ALL = List.of(
            of("curl", "curl --version && curl -sS -o out --max-time 4 \"$URL\"", "a proxy or cacert in ~/.curlrc"),
            of("wget", "wget --version && wget -q -O out --tries=1 --timeout=4 \"$URL\"", "a proxy in /etc/wgetrc"),
            of("git", "git --version && git ls-remote \"$URL\"", "git config --get-regexp 'http.*(proxy|ssl)'"),
            of(
                    "node",
                    "node -e 'console.log(process.version); fetch(process.env.URL).catch(() => {})'",
                    "NODE_OPTIONS"),
            of(
                    "node-https",
                    "node -e 'console.log(process.version);"
                            + " const u = process.env.URL; require(u.split(\":\")[0]).get(u, r => r.resume())'",
                    "NODE_OPTIONS"),
            of(
                    "npm",
                    "npm view doctor --registry=\"$URL\" --fetch-retries=0 --cache=. --prefer-online --loglevel=info"
                            + " 2>&1",
                    "npm config list: proxy, https-proxy, cafile"),
            of(
                    "urllib",
                    PYTHON + "'import os, platform; print(platform.python_version(), flush=True);"
                            + " import urllib.request as u; u.urlopen(os.environ[\"URL\"], timeout=4)'",
                    "a proxy handler of the program's own"),
            of("requests", python("requests"), "trust_env=False in the program"),
            of("httpx", python("httpx"), "trust_env=False in the program"),
            of(
                    "pip",
                    PYTHON + "'import pip; print(pip.__version__)' && python3 -m pip --disable-pip-version-check"
                            + " --no-input --retries 0 --timeout 4 download --no-deps --no-cache-dir"
                            + " --index-url \"$URL\" doctor",
                    "pip config list: proxy, cert"),
            // What asks is in the jar of the agent, which puts itself on the class path.
            of(
                    "java",
                    "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC agentvault.jvm.Ask || java --version",
                    "JAVA_TOOL_OPTIONS"),
            of(
                    "ruby",
                    "ruby -rnet/http -e 'puts RUBY_VERSION; $stdout.flush; Net::HTTP.get(URI(ENV[\"URL\"]))'",
                    "RUBYOPT"),
            of(
                    "php",
                    "printf '%s' '<?php echo PHP_VERSION, \"\\n\"; file_get_contents(getenv(\"URL\"));' > ask.php"
                            + " && php ask.php",
                    "auto_prepend_file in php.ini"),
            of(
                    "go",
                    "go version && GOPATH=\"$PWD/go\" GOFLAGS=-mod=mod GONOSUMDB='*' GOPROXY=\"$URL\""
                            + " go list -m agent-vault.invalid/doctor@latest",
                    "go env GOPROXY"),
            of(
                    "gh",
                    "gh --version && GH_ENTERPRISE_TOKEN=none gh api --hostname \"${URL#*://}\" user",
                    "gh config get http_unix_socket"),
            of(
                    "cargo",
                    "cargo --version && CARGO_NET_RETRY=0 CARGO_HOME=\"$PWD\""
                            + " RUSTUP_HOME=\"${RUSTUP_HOME:-$HOME/.rustup}\" cargo search --index \"sparse+$URL/\""
                            + " doctor",
                    "http.proxy and http.cainfo in ~/.cargo/config.toml"));

    private static Probe of(String name, String line, String look) {
        return new Probe(name, line, "Look at " + look + "; see " + GUIDE);
    }

    private static String python(String library) {
        return PYTHON
                + "'import os, LIB; print(LIB.__version__, flush=True); LIB.get(os.environ[\"URL\"], timeout=4)'"
                        .replace("LIB", library);
    }

    /// Nobody has it, and every client and scheme has one of its own.
    String host(String scheme) {
        return name + "." + scheme + ".doctor.agent-vault.invalid";
    }
}
