package agentvault.workspace;

import agentvault.crypto.Secret;
import agentvault.vault.Material;
import agentvault.vault.OauthSettings;
import java.time.Duration;
import java.util.Map;

/// Whoever gives out tokens, asked over the network. Asking takes time, so it is never done inside a transaction.
@FunctionalInterface
public interface TokenServer {

    Answer ask(Request request);

    /// @param held the client's secret, and the refresh token where that is shown; whoever asks closes them
    record Request(OauthSettings settings, Grant grant, Map<Material.Part, Secret> held) {
        public Request {
            held = Map.copyOf(held);
        }
    }

    /// What is shown for tokens.
    sealed interface Grant {
        /// What a browser came back with.
        ///
        /// @param verifier proves that who began is who ends
        record Code(Secret code, Secret verifier, String redirect) implements Grant {}

        record Refresh() implements Grant {}

        record ClientCredentials() implements Grant {}
    }

    sealed interface Answer {
        /// @param tokens an access token, and perhaps another refresh token; whoever asked closes them
        /// @param life of the access token; zero if nobody said
        record Granted(Map<Material.Part, Secret> tokens, Duration life) implements Answer {
            public Granted {
                tokens = Map.copyOf(tokens);
            }
        }

        /// A no that stays a no.
        ///
        /// @param heard with what words
        record Refused(String code, Heard heard) implements Answer {
            public Refused(String code) {
                this(code, new Heard.Nothing(code));
            }
        }

        /// Nothing came of it this time.
        ///
        /// @param heard what came instead
        record Failed(String code, Heard heard) implements Answer {
            public Failed(String code) {
                this(code, new Heard.Nothing(code));
            }
        }

        /// What there is to show of an answer that brought no tokens.
        static Heard heard(Answer answer) {
            return switch (answer) {
                case Granted _ -> new Heard.Nothing("granted");
                case Refused(var _, var heard) -> heard;
                case Failed(var _, var heard) -> heard;
            };
        }
    }
}
