package agentvault.console;

import agentvault.workspace.Proposals;

/// What an address of a page leads to.
sealed interface Found {

    record Here(Proposals.Shown shown) implements Found {}

    /// Nothing, or nothing that whoever asks may know of.
    record Nowhere() implements Found {}

    /// It led somewhere once.
    record Expired() implements Found {}

    /// It is shown to who is logged in.
    record LoginFirst() implements Found {}
}
