package dev.holdfast.etcd;

import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.model.LossReason;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits in an exclusive queue for the removal of the key directly before. If nobody was before that one, its removal is
 * the turn; otherwise one read tells who is before now.
 *
 * <p>Why the removal alone may be enough. The own key was there at the revision {@link #known}, and the predecessor's is
 * removed at D. Create revisions rise, so nobody can have come between. What remains is that the own key was removed
 * before D, by an operator or with a lease that was revoked: whoever is behind would then be granted at D as well. That
 * removal is an event of the watch on the own key, so it is enough to know that it would have arrived by now:
 *
 * <ul>
 *   <li>no revision lies between {@link #known} and D, or
 *   <li>both watches are on one stream whose events are known to be in order, see {@link StreamOrder}.
 * </ul>
 *
 * <p>A removal at D itself, or later, ends a right that was had at D, as it does any right that is held; and a lease that
 * runs out does so after the local deadline. Where neither is known the read stays.
 */
final class Chain implements EtcdPlace.Waiting, KeyGone.Listener {

    private static final long RETRY_MS = 50;

    private final EtcdPlace place;
    private @Nullable Contender ahead;
    private @Nullable Subscription before;

    /** Whether nobody was before {@link #ahead} when it was looked at. */
    private boolean aheadIsHead;

    /** A revision at which the own key and the one ahead were there. */
    private long known;

    private boolean looking;
    private boolean again;

    Chain(EtcdPlace place) {
        this.place = place;
    }

    @Override
    public void start(Optional<List<Contender>> atEntering) {
        atEntering.ifPresentOrElse(list -> waitBehind(list, place.token()), this::look);
    }

    private void waitBehind(List<Contender> nearestFirst, long revision) {
        Contender nearest = nearestFirst.get(0);
        note(nearestFirst, revision);
        EtcdPlace mine = place.bond().place(nearest.key());
        if (mine != null && mine.token() == nearest.created()) {
            mine.gone().thenAccept(reason -> place.around().loop().run(() -> ownGone(nearest, mine, reason)));
        } else {
            place.guard();
            before = place.around().hub().subscribe(new KeyGone(nearest, this), revision);
        }
    }

    private void note(List<Contender> nearestFirst, long revision) {
        ahead = nearestFirst.get(0);
        aheadIsHead = nearestFirst.size() == 1;
        known = revision;
        place.follow(ahead);
    }

    private boolean isWaiting() {
        return place.isStaying() && !place.hasTurn();
    }

    @Override
    public boolean begun(Contender watched, boolean gapless) {
        if (!watched.equals(ahead) || !isWaiting()) {
            return false;
        }
        if (gapless) {
            keepInOrder();
        } else {
            look();
        }
        return !gapless;
    }

    private void keepInOrder() {
        if (aheadIsHead && isWaiting()) {
            place.guardInOrder();
        }
    }

    @Override
    public void gone(Contender watched, long revision) {
        if (!watched.equals(ahead)) {
            return;
        }
        stop();
        if (isWaiting()) {
            if (aheadIsHead && isSure(revision)) {
                place.arrive();
            } else {
                look();
            }
        }
    }

    private boolean isSure(long revision) {
        return revision != KeyGone.READ
                && place.bond().isTrusted(place.around().ticker().nanos())
                && (revision == known + 1 || place.isGuardedInOrder());
    }

    /** The place ahead was one of this process, which had its turn and gave it back: its right is this one's now. */
    private void ownGone(Contender watched, EtcdPlace mine, LossReason reason) {
        if (watched.equals(ahead) && isWaiting()) {
            ahead = null;
            if (reason == LossReason.RELEASED && mine.hasTurn()) {
                place.arrive();
            } else {
                look();
            }
        }
    }

    private void look() {
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        again = false;
        int round = before == null ? 0 : before.round();
        place.around()
                .calls()
                .once(KVGrpc.getTxnMethod(), place.requests().look(place.token()))
                .thenAccept(reply -> place.around().loop().run(() -> looked(reply, round)));
    }

    private void looked(Reply<TxnResponse> reply, int round) {
        looking = false;
        if (!isWaiting()) {
            return;
        }
        if (!(reply instanceof Answered<TxnResponse> answered)) {
            var unused = place.around().loop().after(TimeUnit.MILLISECONDS.toNanos(RETRY_MS), this::look);
        } else if (again) {
            look();
        } else {
            place.around().hub().seen(answered.value().getHeader());
            place.requests()
                    .looked(answered.value(), place.token())
                    .ifPresentOrElse(
                            list -> act(list, answered.value().getHeader().getRevision(), round), place::missing);
        }
    }

    private void act(List<Contender> nearestFirst, long revision, int round) {
        if (nearestFirst.isEmpty()) {
            stop();
            place.arrive();
        } else if (before != null && nearestFirst.get(0).equals(ahead)) {
            note(nearestFirst, revision);
            before.place(revision, round);
            keepInOrder();
        } else {
            stop();
            waitBehind(nearestFirst, revision);
        }
    }

    @Override
    public void stop() {
        ahead = null;
        if (before != null) {
            place.around().hub().unsubscribe(before);
            before = null;
        }
    }
}
