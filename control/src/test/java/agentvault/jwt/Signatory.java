package agentvault.jwt;

import static agentvault.workspace.Office.done;

import agentvault.access.ExchangedToken;
import agentvault.access.Mandate;
import agentvault.access.Via;
import agentvault.id.Face;
import agentvault.vault.Metadata;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.Caller;
import agentvault.workspace.MemoryStore;
import agentvault.workspace.Office;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// An installation with an API key, and a token that was exchanged for it.
final class Signatory {

    private final Office office;
    final SignedTokens tokens;
    final ExchangedToken says;
    final String text;

    Signatory(long seed) {
        office = new Office(new MemoryStore(), new Random(seed));
        tokens = new SignedTokens(office.workspace.actors().exchanges());
        var keys = office.workspace.actors().apiKeys();
        try (var issued = done(keys.create(office.owner, ApiKeys.Plan.named("backend")))) {
            var caller =
                    new Caller(issued.actor().id(), Via.API_KEY, issued.token().id(), Face.TWENTY_FIRST);
            var mandate = new Mandate(
                    List.of("my-agent"), Optional.of("ada"), Optional.empty(), Metadata.of(Map.of("plan", "pro")));
            says = done(office.workspace.actors().exchanges().exchange(caller, mandate, Duration.ofHours(1)));
        }
        text = write(says);
    }

    String write(ExchangedToken token) {
        try (var shown = tokens.write(token)) {
            return Office.text(shown);
        }
    }

    /// The signature that this installation gives to a text, as it stands in a token.
    byte[] sign(byte[] message) {
        return office.workspace.actors().exchanges().sign(message);
    }
}
