package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class QueueRequestsTest {

    private static final long LEASE = 0xabc;

    private final Keys keys = new Keys("shop");
    private final QueueRequests requests = QueueRequests.of(keys, "lock/a", 0x2f, LEASE, 4, 1);

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
    void the_key_carries_a_recent_revision_the_lease_and_the_attempt() {
        assertThat(requests.key().toStringUtf8()).isEqualTo("shop/lock/a/-/000000000000002f-abc-4");
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
    void entering_is_one_transaction_that_a_repetition_does_not_change() {
        TxnRequest enter = requests.enter("host-7");

        assertThat(enter.getCompareList())
                .extracting(Compare::getKey)
                .containsExactly(requests.key(), requests.withdrawn());
        assertThat(requests.withdrawn().toStringUtf8()).isEqualTo("shop/-/withdrawn/000000000000002f-abc-4");
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

    @Test
    void the_first_to_enter_has_nobody_before_it() {
        TxnResponse entered = response(true, 9, ResponseOp.getDefaultInstance(), range(own(9)));

        assertThat(requests.token(entered)).contains(9L);
        assertThat(requests.before(entered, 9)).isEmpty();
    }

    @Test
    void those_before_are_told_nearest_first() {
        TxnResponse entered = response(true, 9, ResponseOp.getDefaultInstance(), range(own(9), other(6), other(4)));

        assertThat(requests.before(entered, 9)).extracting(Contender::created).containsExactly(6L, 4L);
    }

    @Test
    void with_several_seats_all_that_are_before_are_told() {
        TxnRequest enter = QueueRequests.of(keys, "permits", 1, LEASE, 4, 3).enter("");

        assertThat(enter.getSuccess(1).getRequestRange().getLimit()).isZero();
    }

    @Test
    void where_everybody_has_a_seat_nothing_is_read() {
        QueueRequests open = QueueRequests.of(keys, "members", 1, LEASE, 4, Integer.MAX_VALUE);

        assertThat(open.enter("").getSuccessList()).hasSize(1);
        assertThat(open.before(response(true, 9, ResponseOp.getDefaultInstance()), 9))
                .isEmpty();
    }

    @Test
    void an_entry_made_by_an_earlier_sending_keeps_its_token() {
        assertThat(requests.token(response(false, 12, range(own(9))))).contains(9L);
    }

    @Test
    void an_entry_made_by_an_earlier_sending_is_told_who_is_before_it_and_not_who_is_behind() {
        TxnResponse found = response(false, 12, range(other(10), own(9), other(6), other(4)));

        assertThat(requests.before(found, 9)).extracting(Contender::created).containsExactly(6L, 4L);
    }

    @Test
    void a_withdrawn_entry_has_no_token() {
        assertThat(requests.token(response(false, 12, range()))).isEmpty();
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
