package agentvault.proxy;

import agentvault.wire.Answer;
import agentvault.wire.Handler;
import agentvault.wire.Limits;
import agentvault.wire.Reception;

/// Makes an answer of ours of a request that is refused at the door. The connection stays open.
record Refused(Limits limits) {

    Reception with(Trouble trouble) {
        return handled(request -> Answers.of(trouble, request.id()));
    }

    Reception text(int status, String sentence) {
        return handled(_ -> Answer.text(status, sentence));
    }

    private Reception handled(Handler handler) {
        return new Reception.Handled(handler, limits.body(), limits.times().body());
    }
}
