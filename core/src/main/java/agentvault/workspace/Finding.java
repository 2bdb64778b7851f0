package agentvault.workspace;

/// Something in the stored data that is not what was written, with its place.
///
/// @param place scope, table and row as far as they are known: `vault:1f0c…/service/77aa…`
public record Finding(String place, String what) {

    @Override
    public String toString() {
        return place + ": " + what;
    }
}
