package agentvault.cloud;

import agentvault.crypto.Hash;
import agentvault.document.Json;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.route.Call;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// What a request sent: its members, and what tells it apart from every other request. Closing it wipes what was read.
final class Sent implements AutoCloseable {

    private static final int MAX_BODY = 1 << 20;

    private final Json value;
    private final String fingerprint;

    private Sent(Json value, String fingerprint) {
        this.value = value;
        this.fingerprint = fingerprint;
    }

    static Sent of(Call call) {
        var request = call.request();
        byte[] bytes = request.body().readAll(MAX_BODY);
        try {
            var digest = HexFormat.of().formatHex(Hash.sha256(bytes));
            return new Sent(read(bytes), request.method() + " " + request.path() + " " + digest);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Json read(byte[] bytes) {
        if (bytes.length == 0) return new Json.Entries(Map.of());
        return switch (Json.read(bytes)) {
            case Json.Result.Read(var value) -> value;
            case Json.Result.Unreadable(var sentence) -> throw new Unfit("", sentence);
        };
    }

    Members members() {
        return Members.of(value);
    }

    /// It is kept only as a keyed hash: a digest of a body would be a way to guess at the secrets in it.
    String fingerprint() {
        return fingerprint;
    }

    @Override
    public void close() {
        value.wipe();
    }
}
