package agentvault.proposal;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import agentvault.crypto.Octets;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;

/// One change to a vault's credentials that a proposal asks for.
public sealed interface Slot {

    CredentialKey key();

    /// A value to be stored: typed in by the person who approves, or brought by the agent.
    record Set(CredentialKey key, Credential.Type type, Help help, Supply supply) implements Slot {}

    record Delete(CredentialKey key) implements Slot {}

    /// What the agent tells the person about the value.
    record Help(String description, String obtain, String instructions) {
        public static final Help NONE = new Help("", "", "");

        public Help {
            FreeText.checked("a slot's description", description);
            FreeText.checked("a slot's link", obtain);
            FreeText.checked("a slot's instructions", instructions);
            if (description.length() > 500 || obtain.length() > 500 || instructions.length() > 1000) {
                throw new IllegalArgumentException(
                        "a slot's description and link have at most 500 characters, its instructions 1,000");
            }
            if (!obtain.isEmpty() && !obtain.startsWith("https://") && !obtain.startsWith("http://")) {
                throw new IllegalArgumentException("a slot's link starts with https:// or http://");
            }
        }
    }

    /// Where the value comes from.
    sealed interface Supply {
        record ByPerson() implements Supply {}

        /// @param value sealed for this proposal and key at once; destroyed with the decision
        record ByAgent(Octets value) implements Supply {}
    }

    default void writeTo(Canonical out) {
        switch (this) {
            case Set(var key, var type, var help, var supply) -> {
                out.text("set").text(key.text());
                Credential.writeType(out, type);
                out.text(help.description()).text(help.obtain()).text(help.instructions());
                switch (supply) {
                    case Supply.ByPerson() -> out.flag(false);
                    case Supply.ByAgent(var value) -> out.flag(true).bytes(value.bytes());
                }
            }
            case Delete(var key) -> out.text("delete").text(key.text());
        }
    }
}
