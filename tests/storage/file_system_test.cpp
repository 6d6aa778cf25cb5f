#include "storage/file_system.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>
#include <set>

#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::TemporaryFolder;

// proc(5): optional fields, none or several, stand before the hyphen; blanks in names are written \040.
constexpr std::string_view kMountinfo =
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,discard\n"
    "122 22 0:45 / /mnt/a\\040-\\040b rw,relatime shared:60 master:2 - nfs4 server:/export rw,vers=4.2\n"
    "2 22 0:50 / /home/me/far rw,nosuid,nodev - fuse.sshfs me@far:/home/me rw,user_id=1000,group_id=1000\n"
    "130 22 0:51 / /media/usb rw shared:61 - fuseblk /dev/sdb1 rw,user_id=0\n"
    "garbage\n"
    "140 22 0:52 / /last rw - cifs //server/share rw";

TEST(MountedType, IsFoundByTheIdOfTheMount) {
  EXPECT_EQ(mounted_type(kMountinfo, 22), "ext4");
  EXPECT_EQ(mounted_type(kMountinfo, 122), "nfs4");
  EXPECT_EQ(mounted_type(kMountinfo, 2), "fuse.sshfs");
  EXPECT_EQ(mounted_type(kMountinfo, 130), "fuseblk");
  EXPECT_EQ(mounted_type(kMountinfo, 140), "cifs");
  EXPECT_EQ(mounted_type(kMountinfo, 14), "");
  EXPECT_EQ(mounted_type("", 1), "");
}

TEST(NetworkType, IsWhatHasItsFilesOnAnotherMachine) {
  for (const char* type : {"nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "lustre", "afs", "fuse.sshfs", "fuse.rclone",
                           "fuse.s3fs", "fuse.glusterfs", "fuse.ceph-fuse"}) {
    EXPECT_TRUE(is_network_type(type)) << type;
  }
  for (const char* type : {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "fuseblk", "fuse", "fuse.ntfs-3g",
                           "fuse.bindfs", "fuse.mergerfs", "virtiofs", "nfsd", ""}) {
    EXPECT_FALSE(is_network_type(type)) << type;
  }
}

TEST(NetworkFileSystem, IsNoneWhereTestsKeepTheirFiles) {
  const TemporaryFolder folder;
  EXPECT_EQ(network_file_system(folder / "a.db"), "");
  EXPECT_EQ(network_file_system(folder / "none" / "a.db"), "");
  EXPECT_EQ(network_file_system("a.db"), "");
}

}  // namespace
}  // namespace storage
