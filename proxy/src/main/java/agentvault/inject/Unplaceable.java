package agentvault.inject;

/// A credential's value would break the message that it is put into. Is never shown with the value.
final class Unplaceable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unplaceable(String why) {
        super(why, null, false, false);
    }
}
