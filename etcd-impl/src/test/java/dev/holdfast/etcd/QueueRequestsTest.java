package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.QueueRequests.Entered;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.netty.shaded.io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class QueueRequestsTest {

    private static final long LEASE = 0xabc;

    private final Keys keys = new Keys("shop");
    private final EtcdSession session = new EtcdSession(LEASE, 0, new EventLoop(ImmediateEventExecutor.INSTANCE));
    private final QueueRequests requests = QueueRequests.of(keys, "lock/a", 64 * 0x2f, session, 1);

    private static KeyValue kv(ByteString key, long created) {
        return KeyValue.newBuilder().setKey(key).setCreateRevision(created).build();
    }

    private KeyValue own(long created) {
        return kv(requests.key(), created);
    }

    private KeyValue other(long created) {
        return kv(keys.place("lock/a", 0x2e, 0xdef, 1), created);
    }

    private static ResponseOp range(KeyValue... kvs) {
        return ResponseOp.newBuilder()
                .setResponseRange(RangeResponse.newBuilder().addAllKvs(List.of(kvs)))
                .build();
    }

    private static TxnResponse response(boolean succeeded, long revision, ResponseOp... answers) {
        return TxnResponse.newBuilder()
                .setSucceeded(succeeded)
                .setHeader(ResponseHeader.newBuilder().setRevision(revision))
                .addAllResponses(List.of(answers))
                .build();
    }

    @Test
    void the_key_carries_a_time_slot_the_lease_and_a_number() {
        assertThat(requests.key().toStringUtf8()).isEqualTo("shop/lock/a/-/2f-abc-0");
    }

    @Test
    void a_key_is_not_used_again_before_it_is_given_back() {
        QueueRequests second = QueueRequests.of(keys, "lock/a", 64 * 0x2f, session, 1);
        assertThat(second.key().toStringUtf8()).isEqualTo("shop/lock/a/-/2f-abc-1");
        session.release(requests.key());

        assertThat(QueueRequests.of(keys, "lock/a", 64 * 0x2f, session, 1).key())
                .isEqualTo(requests.key());
    }

    @Test
    void no_queue_holds_the_keys_of_another_whose_name_begins_as_its_own() {
        assertThat(keys.place("lock/a/b", 1, LEASE, 1).startsWith(keys.queue("lock/a")))
                .isFalse();
        assertThat(keys.place("lock/ab", 1, LEASE, 1).startsWith(keys.queue("lock/a")))
                .isFalse();
    }

    @Test
    void the_end_of_a_prefix_lies_behind_all_its_keys() {
        ByteString prefix = keys.queue("lock/a");

        assertThat(Keys.endOf(prefix).toStringUtf8()).isEqualTo("shop/lock/a/-0");
    }

    @Test
    void entering_a_queue_in_which_nobody_is_reads_nothing() {
        TxnRequest enter = requests.enter("host-7");

        assertThat(enter.getCompareList())
                .extracting(Compare::getKey)
                .containsExactly(requests.prefix(), requests.withdrawn());
        assertThat(requests.withdrawn().toStringUtf8()).isEqualTo("shop/-/withdrawn/2f-abc-0");
        assertThat(enter.getCompare(0).getRangeEnd()).isEqualTo(Keys.endOf(requests.prefix()));
        assertThat(enter.getSuccessList()).hasSize(1);
        assertThat(enter.getSuccess(0).getRequestPut().getLease()).isEqualTo(LEASE);
    }

    @Test
    void entering_is_one_transaction_that_a_repetition_does_not_change() {
        TxnRequest enter = requests.enter("host-7").getFailure(0).getRequestTxn();

        assertThat(enter.getCompareList())
                .extracting(Compare::getKey)
                .containsExactly(requests.key(), requests.withdrawn());
        assertThat(enter.getCompareList())
                .allMatch(compare ->
                        compare.getTarget() == Compare.CompareTarget.CREATE && compare.getCreateRevision() == 0);
        assertThat(enter.getSuccess(0).getRequestPut().getLease()).isEqualTo(LEASE);
        RangeRequest newest = enter.getSuccess(1).getRequestRange();
        assertThat(newest.getSortTarget()).isEqualTo(RangeRequest.SortTarget.CREATE);
        assertThat(newest.getSortOrder()).isEqualTo(RangeRequest.SortOrder.DESCEND);
        assertThat(newest.getLimit()).isEqualTo(3);
    }

    @Test
    void withdrawing_leaves_a_mark_that_entering_is_refused_by() {
        TxnRequest withdraw = requests.withdraw();

        assertThat(withdraw.getSuccess(0).getRequestPut().getKey())
                .isEqualTo(requests.enter("").getCompare(1).getKey());
        assertThat(withdraw.getSuccess(0).getRequestPut().getLease()).isEqualTo(LEASE);
        assertThat(withdraw.getSuccess(1).getRequestDeleteRange().getKey()).isEqualTo(requests.key());
    }

    /** An answer that somebody was in the queue. */
    private static TxnResponse otherwise(boolean succeeded, long revision, ResponseOp... answers) {
        return response(
                false,
                revision,
                ResponseOp.newBuilder()
                        .setResponseTxn(response(succeeded, 0, answers))
                        .build());
    }

    private static void assertEntered(Optional<Entered> entered, long token, Long... before) {
        assertThat(entered).get().satisfies(place -> {
            assertThat(place.token()).isEqualTo(token);
            assertThat(place.before()).extracting(Contender::created).containsExactly(before);
        });
    }

    @Test
    void the_first_to_enter_has_nobody_before_it() {
        assertEntered(requests.entered(response(true, 9, ResponseOp.getDefaultInstance())), 9);
    }

    @Test
    void those_before_are_told_nearest_first() {
        TxnResponse entered = otherwise(true, 9, ResponseOp.getDefaultInstance(), range(own(9), other(6), other(4)));

        assertEntered(requests.entered(entered), 9, 6L, 4L);
    }

    @Test
    void with_several_seats_all_that_are_before_are_told() {
        QueueRequests permits = QueueRequests.of(keys, "permits", 1, session, 3);

        assertThat(permits.enter("").getSuccess(1).getRequestRange().getLimit()).isZero();
        assertEntered(
                permits.entered(response(true, 9, ResponseOp.getDefaultInstance(), range(own(9), other(6)))), 9, 6L);
    }

    @Test
    void where_everybody_has_a_seat_nothing_is_read() {
        QueueRequests open = QueueRequests.of(keys, "members", 1, session, Integer.MAX_VALUE);

        assertThat(open.enter("").getSuccessList()).hasSize(1);
        assertEntered(open.entered(response(true, 9, ResponseOp.getDefaultInstance())), 9);
    }

    @Test
    void an_entry_made_by_an_earlier_sending_keeps_its_token() {
        assertEntered(requests.entered(otherwise(false, 12, range(own(9)))), 9);
    }

    @Test
    void an_entry_made_by_an_earlier_sending_is_told_who_is_before_it_and_not_who_is_behind() {
        TxnResponse found = otherwise(false, 12, range(other(10), own(9), other(6), other(4)));

        assertEntered(requests.entered(found), 9, 6L, 4L);
    }

    @Test
    void a_withdrawn_entry_has_no_token() {
        assertThat(requests.entered(otherwise(false, 12, range()))).isEmpty();
    }

    @Test
    void a_look_asks_for_those_before_the_own_place_alone() {
        assertThat(requests.look(9).getSuccess(1).getRequestRange().getMaxCreateRevision())
                .isEqualTo(8);
    }

    @Test
    void a_place_is_at_the_head_when_nobody_is_before_it() {
        assertThat(requests.looked(response(true, 12, range(own(9)), range()), 9))
                .get()
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isEmpty();
    }

    @Test
    void a_place_whose_predecessor_left_the_middle_waits_for_the_next_one() {
        assertThat(requests.looked(response(true, 12, range(own(9)), range(other(5))), 9))
                .contains(List.of(new Contender(other(5).getKey(), 5)));
    }

    @Test
    void a_place_without_its_key_is_removed_also_when_nobody_is_before_it() {
        assertThat(requests.looked(response(true, 12, range(), range()), 9)).isEmpty();
        assertThat(requests.looked(response(true, 12, range(own(11)), range()), 9))
                .isEmpty();
    }
}
