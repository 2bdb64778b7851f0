package agentvault.dial;

/// Says which addresses may be dialled.
public final class Guard {

    public Guard(NetworkRules rules) {}
}
