package agentvault.workspace;

import agentvault.access.PasswordHashing;
import agentvault.crypto.Secret;
import java.util.List;

/// Writes down what it is asked for.
record CountedHashing(PasswordHashing hashing, List<String> asked) implements PasswordHashing {

    @Override
    public Hashed hash(Secret password) {
        asked.add("hash");
        return hashing.hash(password);
    }

    @Override
    public Answer compare(Secret password, Secret encoded) {
        asked.add("compare");
        return hashing.compare(password, encoded);
    }

    @Override
    public Answer pretend(Secret password) {
        asked.add("pretend");
        return hashing.pretend(password);
    }
}
