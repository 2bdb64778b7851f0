package agentvault.id;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IdFormProperties {

    @Property
    void every_face_accepts_every_rendering(
            @ForAll IdKind kind, @ForAll IdForm form, @ForAll long high, @ForAll long low) {
        var id = new Id(high, low);
        assertThat(IdForm.parse(kind, form.render(kind, id))).contains(id);
    }

    @Property
    void text_that_is_no_id_is_empty_never_an_exception(@ForAll IdKind kind, @ForAll String text) {
        IdForm.parse(kind, text)
                .ifPresent(id -> assertThat(renderings(kind, id)).contains(text));
    }

    @Example
    void renderings_look_as_the_faces_show_them() {
        var id = IdForm.parse(IdKind.VAULT, "vault_019e5cdb9c3f71c3b6505eba937a40b4")
                .orElseThrow();

        assertThat(IdForm.DASHED.render(IdKind.VAULT, id)).isEqualTo("019e5cdb-9c3f-71c3-b650-5eba937a40b4");
        assertThat(IdForm.BASE58.render(IdKind.CREDENTIAL, id)).matches("vcrd_01[1-9A-HJ-NP-Za-km-z]{22}");
        assertThat(IdForm.BASE58.render(IdKind.WORK_SESSION, new Id(0, 0))).isEqualTo("sesn_01" + "1".repeat(22));
    }

    @Example
    void a_prefix_of_another_kind_is_not_accepted() {
        assertThat(IdForm.parse(IdKind.CREDENTIAL, "vault_019e5cdb9c3f71c3b6505eba937a40b4"))
                .isEmpty();
        assertThat(IdForm.parse(IdKind.VAULT, "vlt_01" + "z".repeat(22))).isEmpty();
    }

    @Example
    void random_bytes_become_a_uuid_of_version_4() {
        var id = Id.ofRandom(new byte[16]);
        assertThat(id.uuid().version()).isEqualTo(4);
        assertThat(id.uuid().variant()).isEqualTo(2);
    }

    private static String[] renderings(IdKind kind, Id id) {
        return new String[] {IdForm.DASHED.render(kind, id), IdForm.HEX.render(kind, id), IdForm.BASE58.render(kind, id)
        };
    }
}
