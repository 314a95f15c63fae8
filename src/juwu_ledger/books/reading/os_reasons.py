"""Why the system would not let a file be read or written, in Chinese."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个盘只能读，不能写",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘满了",
    errno.EFBIG: "文件超过了系统准许的大小",
    errno.EIO: "磁盘读写出错，请检查磁盘",
    errno.ENOTEMPTY: "那里已经有东西了",
    errno.EEXIST: "那里已经有东西了",
    errno.EMFILE: "打开的文件太多了",
    errno.ENFILE: "打开的文件太多了",
    errno.ENAMETOOLONG: "文件名太长了",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EISDIR: "那里是一个文件夹",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOLCK: "这个磁盘上锁不了文件",
}


def reason(error: OSError) -> str:
    """Return the reason in a few words; the system's own words for what is seldom."""
    return _REASONS.get(error.errno or 0) or f"系统说：{error.strerror or error}"
