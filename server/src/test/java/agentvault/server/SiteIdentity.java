package agentvault.server;

import agentvault.wire.Trusting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and a certificate for names of servers elsewhere, in files of a folder. The certificate vouches for itself.
record SiteIdentity(Path folder) {

    static final String PASSWORD = "changeit";

    /// A key that is there already, under the same names, is taken as it is.
    static SiteIdentity make(Path folder, String... names) throws IOException, InterruptedException {
        var identity = new SiteIdentity(folder);
        var all = Arrays.stream(names).map(name -> "dns:" + name).collect(Collectors.joining(","));
        if (!Files.exists(identity.store()))
            identity.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=site", "-ext", "san=" + all);
        Files.writeString(identity.root(), identity.pem());
        return identity;
    }

    private String pem() throws IOException {
        try {
            var certificate = keys().getCertificate("site").getEncoded();
            var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate);
            return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD, "-alias", "site"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new AssertionError(said);
    }

    /// Key and certificate, in PKCS #12.
    Path store() {
        return folder.resolve("site.p12");
    }

    /// What vouches for it, in PEM.
    Path root() {
        return folder.resolve("site.pem");
    }

    SSLContext serving() throws IOException, GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /// A client that trusts it, and nobody else.
    SSLContext trusting() throws IOException {
        return Trusting.in(Files.readString(root()));
    }
}
