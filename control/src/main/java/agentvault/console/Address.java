package agentvault.console;

/// By what a page found its proposal, so that its forms find it again: the link that an agent handed out, or the name
/// of the vault for who is logged in. One of the two is empty.
public record Address(String link, String vault) {

    static final Address NOWHERE = new Address("", "");
}
