package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.etcd.Members.Member;
import dev.holdfast.etcd.Reply.Failed;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static Verdict of(Code code, String description) {
        return Verdict.of(Status.fromCode(code).withDescription(description));
    }

    @Test
    void a_refusal_before_the_proposal_is_not_applied() {
        assertThat(of(Code.UNAVAILABLE, "etcdserver: no leader")).isEqualTo(Verdict.NOT_APPLIED);
        assertThat(of(Code.RESOURCE_EXHAUSTED, "etcdserver: too many requests")).isEqualTo(Verdict.NOT_APPLIED);
    }

    @Test
    void a_lease_that_is_not_there_is_told_from_every_other_thing_not_found() {
        assertThat(of(Code.NOT_FOUND, "etcdserver: requested lease not found")).isEqualTo(Verdict.LEASE_GONE);
        assertThat(of(Code.NOT_FOUND, "etcdserver: member not found")).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void a_lease_granted_unseen_is_recognised() {
        assertThat(of(Code.FAILED_PRECONDITION, "etcdserver: lease already exists"))
                .isEqualTo(Verdict.LEASE_EXISTS);
    }

    @Test
    void a_time_out_of_the_store_leaves_it_open() {
        assertThat(of(Code.UNAVAILABLE, "etcdserver: request timed out")).isEqualTo(Verdict.UNKNOWN);
        assertThat(of(Code.UNAVAILABLE, "etcdserver: request timed out, possibly due to previous leader failure"))
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(of(Code.DEADLINE_EXCEEDED, "deadline exceeded after 2s")).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void a_refused_caller_has_changed_nothing() {
        assertThat(of(Code.PERMISSION_DENIED, "etcdserver: permission denied")).isEqualTo(Verdict.REFUSED);
        assertThat(of(Code.INVALID_ARGUMENT, "etcdserver: authentication failed, invalid user ID or password"))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void a_login_that_is_over_has_changed_nothing_and_can_be_made_again() {
        assertThat(of(Code.UNAUTHENTICATED, "etcdserver: invalid auth token")).isEqualTo(Verdict.TOKEN_REFUSED);
        assertThat(of(Code.INVALID_ARGUMENT, "etcdserver: revision of auth store is old"))
                .isEqualTo(Verdict.TOKEN_REFUSED);
        assertThat(of(Code.INVALID_ARGUMENT, "etcdserver: user name is empty")).isEqualTo(Verdict.TOKEN_REFUSED);
        assertThat(Verdict.isTokenRefused("rpc error: code = Unauthenticated desc = etcdserver: invalid auth token"))
                .isTrue();
        assertThat(Verdict.isTokenRefused("etcdserver: permission denied")).isFalse();
    }

    @Test
    void an_answer_that_is_too_large_to_be_read_leaves_it_open() {
        assertThat(of(Code.RESOURCE_EXHAUSTED, "gRPC message exceeds maximum size 4194304: 5000000"))
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void whatever_the_table_does_not_list_leaves_it_open() {
        for (Status.Code code : List.of(Code.values())) {
            assertThat(Verdict.of(Status.fromCode(code))).isEqualTo(Verdict.UNKNOWN);
            assertThat(of(code, "something new")).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void what_was_never_given_to_a_connection_is_not_applied() {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", 1).usePlaintext().build();
        try {
            Member member = new Member(0, new Endpoint("127.0.0.1", 1), channel);

            assertThat(new Failed<>(member, Status.DEADLINE_EXCEEDED, false).verdict())
                    .isEqualTo(Verdict.NOT_APPLIED);
            Status refused = Status.UNAUTHENTICATED.withDescription(
                    "etcdserver: authentication failed, invalid user ID or password");
            assertThat(new Failed<>(member, refused, false).verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(new Failed<>(member, Status.UNAVAILABLE, true).verdict()).isEqualTo(Verdict.UNKNOWN);
        } finally {
            channel.shutdownNow();
        }
    }
}
