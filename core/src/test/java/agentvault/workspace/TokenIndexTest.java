package agentvault.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Token;
import agentvault.crypto.Manifest;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenIndexTest {

    private static final Id SESSION = new Id(1, 1);
    private static final Scope SCOPE = Scope.shortLived(SESSION);

    private final TokenIndex index = new TokenIndex(SCOPE);

    private static Token token(int number) {
        return Examples.token(new Id(0, number), SESSION, hash(number));
    }

    private static Octets hash(int number) {
        return Octets.of(new byte[] {(byte) number});
    }

    /// As if they had just been read.
    private static Contents contents(int counter, SealedRow... rows) {
        var manifest = Manifest.empty(SCOPE);
        for (int n = 0; n < counter; n++) manifest = manifest.counted();
        return Contents.empty(SCOPE).after(manifest, List.of(rows), List.of());
    }

    @Test
    void it_follows_what_is_added_and_removed() {
        var first = contents(1, token(1), token(2));

        assertThat(index.at(first).token(hash(2))).contains(token(2));
        var manifest = Manifest.empty(SCOPE).counted().counted();
        var second = first.after(manifest, List.of(token(3)), List.of(token(2)));
        assertThat(index.at(second).token(hash(1))).contains(token(1));
        assertThat(index.at(second).token(hash(2))).isEmpty();
        assertThat(index.at(second).token(hash(3))).contains(token(3));
    }

    @Test
    void what_was_read_anew_and_is_the_same_stays_known() {
        assertThat(index.at(contents(1, token(1), token(2))).token(hash(1))).contains(token(1));

        var again = contents(2, token(1), token(3));
        assertThat(index.at(again).token(hash(1))).contains(token(1));
        assertThat(index.at(again).token(hash(2))).isEmpty();
        assertThat(index.at(again).token(hash(3))).contains(token(3));
    }

    @Test
    void older_contents_do_not_set_it_back() {
        var older = contents(1, token(1), token(2));
        var newer = contents(2, token(1));

        assertThat(index.at(newer).token(hash(2))).isEmpty();
        assertThat(index.at(older).token(hash(2))).isEmpty();
    }
}
