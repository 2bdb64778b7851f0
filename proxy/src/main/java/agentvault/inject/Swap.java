package agentvault.inject;

/// A placeholder that was found, and what takes its place.
///
/// @param part the number of a field, or where else it stands
/// @param from its first character in the text of that part
/// @param to the one after its last
record Swap(int part, int from, int to, Need need) {

    static final int PATH = -1;
    static final int QUERY = -2;
}
