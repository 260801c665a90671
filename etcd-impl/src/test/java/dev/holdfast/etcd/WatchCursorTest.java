package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCursorTest {

    private final WatchCursor cursor = new WatchCursor();

    private static WatchResponse.Builder response(long... revisions) {
        WatchResponse.Builder response =
                WatchResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setRevision(1_000));
        for (long revision : revisions) {
            response.addEvents(Event.newBuilder().setKv(KeyValue.newBuilder().setModRevision(revision)));
        }
        return response;
    }

    private List<Long> advance(WatchResponse.Builder response) {
        return cursor.advance(response.build()).stream()
                .map(event -> event.getKv().getModRevision())
                .toList();
    }

    @Test
    void begins_behind_the_revision_that_was_read() {
        assertThat(cursor.isPlaced()).isFalse();
        cursor.place(7);

        assertThat(cursor.next()).isEqualTo(8);
    }

    @Test
    void moves_behind_what_was_delivered_and_not_to_the_revision_of_the_header() {
        cursor.place(7);

        assertThat(advance(response(8, 11))).containsExactly(8L, 11L);
        assertThat(cursor.next()).isEqualTo(12);
    }

    @Test
    void a_response_without_events_never_moves_it() {
        cursor.place(7);

        assertThat(advance(response().setCreated(true))).isEmpty();
        assertThat(cursor.next()).isEqualTo(8);
    }

    @Test
    void what_is_known_already_is_dropped() {
        cursor.place(10);

        assertThat(advance(response(9, 10, 11))).containsExactly(11L);
        assertThat(advance(response(9, 10, 11))).isEmpty();
    }

    @Test
    void the_rest_of_a_revision_may_come_in_the_next_fragment() {
        cursor.place(7);
        UnknownFieldSet fragment = UnknownFieldSet.newBuilder()
                .addField(7, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();

        assertThat(advance(response(8, 9).setUnknownFields(fragment))).containsExactly(8L, 9L);
        assertThat(cursor.next()).isEqualTo(9);
        assertThat(advance(response(9, 10))).containsExactly(9L, 10L);
        assertThat(cursor.next()).isEqualTo(11);
    }

    @Test
    void knows_nothing_after_a_reset() {
        cursor.place(7);
        cursor.reset();

        assertThat(cursor.isPlaced()).isFalse();
        assertThat(cursor.next()).isZero();
    }
}
