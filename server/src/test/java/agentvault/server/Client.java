package agentvault.server;

import java.nio.file.Path;
import java.util.stream.Stream;

/// A client as people have it, and how it is made to ask.
///
/// @param row of the table in the guide
/// @param name which the site is told
/// @param script of a shell, in which `URL` is the site's address for this client
record Client(String row, String name, String scheme, String script) {

    private static final String FETCH = "fetch(process.env.URL).then(r => r.text()).then(console.log)";
    private static final String GET =
            "require(process.env.URL.split(':')[0]).get(process.env.URL, r => r.pipe(process.stdout))";
    private static final String AGENT = "const https = require('node:https');"
            + " https.get(process.env.URL, { agent: new https.Agent({ keepAlive: true }) },"
            + " r => r.on('end', () => process.exit()).pipe(process.stdout))";
    private static final String STREAM =
            "import('node:https').then(({ default: h }) => h.get(process.env.URL, r => r.pipe(process.stdout)))";

    /// For those that came after Node.js, and know its names.
    private static final String SINCE =
            "import process from \"node:process\"; const answer = await fetch(process.env.URL);"
                    + " console.log(await answer.text()); process.exit(answer.ok ? 0 : 1)";

    /// What the Java clients run, for any Java from 11 on.
    static final String PROGRAM = """
        import java.net.*;
        import java.net.http.*;

        class Program {
            public static void main(String[] words) throws Exception {
                URI url = URI.create(System.getenv("URL"));
                if (words[0].equals("connection")) {
                    System.out.println(new String(url.toURL().openStream().readAllBytes()));
                    return;
                }
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
                System.out.println(answer.body());
                System.exit(answer.statusCode() == 200 ? 0 : 1);
            }
        }
        """;

    private Client(String row, String name, String script) {
        this(row, name, "https", script);
    }

    static Stream<Client> all() {
        return Stream.of(
                        Stream.of(
                                new Client("curl", "curl", "curl -sS --fail \"$URL\""),
                                new Client("curl", "curl-plain", "http", "curl -sS --fail \"$URL\""),
                                new Client("wget", "wget", "wget -q -O - \"$URL\""),
                                new Client("git", "git", "git ls-remote --exit-code \"$URL/repo.git\""),
                                new Client("npm", "npm", "npm view kit version --registry \"$URL\""),
                                new Client("cargo", "cargo", "\"$CARGO_TRIED\" search --index \"sparse+$URL/\" kit"),
                                new Client(
                                        "gh, Go's `net/http`",
                                        "gh",
                                        "GH_HOST=$AUTHORITY GH_ENTERPRISE_TOKEN=placeholder gh api user")),
                        node("Node.js 20: fetch, http, https", "node20"),
                        node("Node.js 22, 24: fetch, http, https", "node22"),
                        node("Node.js 22, 24: fetch, http, https", "node24"),
                        afterNode(),
                        python(),
                        java("Java `HttpClient`", "client"),
                        java("Java `HttpURLConnection`", "connection"),
                        Stream.of(
                                new Client(
                                        "Ruby `Net::HTTP`",
                                        "ruby",
                                        "ruby -rnet/http -e 'puts Net::HTTP.get(URI(ENV[\"URL\"]))'"),
                                new Client(
                                        "PHP ext/curl",
                                        "php-curl",
                                        "php -r '$c = curl_init(getenv(\"URL\")); exit(curl_exec($c) ? 0 : 1);'"),
                                new Client("PHP `file_get_contents`", "php-streams", "php get.php"),
                                new Client("PHP `file_get_contents`", "php-plain", "http", "php get.php")))
                .flatMap(each -> each);
    }

    private static Stream<Client> node(String row, String version) {
        var node = "\"$CLIENTS/node_modules/" + version + "/bin/node\" -e \"$PROGRAM\"";
        return Stream.of(
                new Client(row, version + "-fetch", "PROGRAM=\"" + FETCH + "\"; " + node),
                new Client(row, version + "-https", "PROGRAM=\"" + GET + "\"; " + node),
                new Client(row, version + "-agent", "PROGRAM=\"" + AGENT + "\"; " + node),
                new Client(row, version + "-import", "PROGRAM=\"" + STREAM + "\"; " + node),
                new Client(row, version + "-fetch-plain", "http", "PROGRAM=\"" + FETCH + "\"; " + node),
                new Client(row, version + "-http", "http", "PROGRAM=\"" + GET + "\"; " + node));
    }

    private static Stream<Client> afterNode() {
        var deno = "\"$CLIENTS\"/node_modules/@deno/*/deno eval '" + SINCE + "'";
        var bun = "\"$CLIENTS\"/node_modules/bun/bin/bun.exe -e '" + SINCE + "'";
        return Stream.of(
                new Client("Deno, with rustls", "deno", deno),
                new Client("Bun", "bun", bun),
                new Client("Bun", "bun-plain", "http", bun));
    }

    private static Stream<Client> python() {
        var python = "/usr/bin/python3 ";
        return Stream.of(
                new Client(
                        "Python urllib",
                        "urllib",
                        python + "-c 'import os, urllib.request as u; u.urlopen(os.environ[\"URL\"]).read()'"),
                new Client(
                        "requests",
                        "requests",
                        python + "-c 'import os, requests as r; r.get(os.environ[\"URL\"]).raise_for_status()'"),
                new Client(
                        "httpx",
                        "httpx",
                        python + "-c 'import os, httpx as h; h.get(os.environ[\"URL\"]).raise_for_status()'"),
                new Client(
                        "pip",
                        "pip",
                        python + "-m pip download -q --no-deps --no-cache-dir --index-url \"$URL/simple\" kit"));
    }

    private static Stream<Client> java(String row, String kind) {
        var ours = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(
                new Client(row, "java-" + kind, "java -cp classes Program " + kind),
                new Client(row, "java25-" + kind, "\"" + ours + "\" -cp classes Program " + kind),
                new Client(row, "java25-plain-" + kind, "http", "\"" + ours + "\" -cp classes Program " + kind));
    }

    @Override
    public String toString() {
        return name;
    }
}
