package agentvault.workspace;

/// What a server elsewhere answered, as far as it may be shown: the secrets that were sent to it are masked.
public sealed interface Heard {

    /// @param code stable
    record Nothing(String code) implements Heard {}

    /// @param body its beginning
    /// @param truncated whether the body went on, or is not shown
    record Response(int status, String contentType, String body, boolean truncated) implements Heard {
        /// The status alone: the rest is a stranger's.
        @Override
        public String toString() {
            return "Response[" + status + "]";
        }
    }
}
