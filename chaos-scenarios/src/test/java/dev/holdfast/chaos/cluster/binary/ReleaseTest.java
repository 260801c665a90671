package dev.holdfast.chaos.cluster.binary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReleaseTest {

    private final Release release =
            new Release(Program.ETCD, "https://x.example/", "etcd-linux-amd64.tar.gz", "SHA256SUMS");

    @Test
    void the_hash_of_the_archive_is_found_in_the_list() {
        assertThat(release.hashIn("aa11  etcd-linux-arm64.tar.gz\nBB22  etcd-linux-amd64.tar.gz\n"))
                .isEqualTo("bb22");
    }

    @Test
    void a_list_without_the_archive_has_no_hash() {
        assertThat(release.hashIn("aa11  etcd-linux-amd64.tar.gz.asc\n")).isEmpty();
    }

    @Test
    void a_processor_goes_by_the_name_that_releases_use() {
        assertThat(Release.architecture("x86_64")).isEqualTo("amd64");
        assertThat(Release.architecture("aarch64")).isEqualTo("arm64");
    }
}
