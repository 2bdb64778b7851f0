package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.id.Id;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private final KeyRing keys = TestKeys.ring(1);

    @Test
    void the_highest_version_is_current_whatever_the_order_they_came_in() {
        var third = TestKeys.key(KeyUse.MANIFEST, 3);
        keys.add(third);
        keys.add(TestKeys.key(KeyUse.MANIFEST, 2));

        assertThat(keys.current(KeyUse.MANIFEST)).isEqualTo(third);
        assertThat(keys.version(KeyUse.MANIFEST, 1)).isPresent();
        assertThat(keys.version(KeyUse.MANIFEST, 4)).isEmpty();
    }

    @Test
    void a_use_without_a_key_is_a_mistake() {
        try (var none = new KeyRing(TestKeys.INSTALLATION, List.of())) {
            assertThat(none.version(KeyUse.MANIFEST, 1)).isEmpty();
            assertThatThrownBy(() -> none.current(KeyUse.MANIFEST)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_wrapped_key_opens_in_its_own_row_alone() {
        var wrapped = keys.make(KeyUse.VAULT, new Id(2, 2), 1, TestKeys.RANDOM);

        assertThat(keys.open(wrapped))
                .hasValueSatisfying(key -> assertThat(key.owner()).isEqualTo(new Id(2, 2)));
        assertThat(keys.open(changed(wrapped, new Id(5, 5), KeyUse.VAULT, new Id(2, 2), 1)))
                .isEmpty();
        assertThat(keys.open(changed(wrapped, wrapped.id(), KeyUse.MANIFEST, new Id(2, 2), 1)))
                .isEmpty();
        assertThat(keys.open(changed(wrapped, wrapped.id(), KeyUse.VAULT, new Id(3, 3), 1)))
                .isEmpty();
        assertThat(keys.open(changed(wrapped, wrapped.id(), KeyUse.VAULT, new Id(2, 2), 2)))
                .isEmpty();
    }

    @Test
    void a_wrapped_key_opens_in_its_own_installation_alone() {
        var wrapped = keys.make(KeyUse.VAULT, new Id(2, 2), 1, TestKeys.RANDOM);

        assertThat(TestKeys.ring(new Id(8, 8), 1).open(wrapped)).isEmpty();
        assertThat(TestKeys.ring(2).open(wrapped)).isEmpty();
    }

    @Test
    void a_new_root_leaves_what_the_old_one_wrapped_readable() {
        var old = keys.make(KeyUse.VAULT, new Id(2, 2), 1, TestKeys.RANDOM);
        keys.add(TestKeys.key(KeyUse.ROOT, 2));
        var fresh = keys.make(KeyUse.VAULT, new Id(2, 2), 2, TestKeys.RANDOM);

        assertThat(fresh.wrappedBy()).isNotEqualTo(old.wrappedBy());
        assertThat(keys.open(old)).isPresent();
        assertThat(keys.open(fresh)).isPresent();
    }

    @Test
    void closing_wipes_every_key() {
        var material = keys.current(KeyUse.TRAIL).material();
        keys.close();
        assertThat(material.closed()).isTrue();
    }

    private static WrappedKey changed(WrappedKey key, Id id, KeyUse use, Id owner, int version) {
        return new WrappedKey(id, use, owner, version, key.wrappedBy(), key.envelope());
    }
}
