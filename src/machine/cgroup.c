/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A limit of a group holds for all below it, so each is looked up from our own
 * group to the root of the mount, and the lowest counts.
 */
#include "machine/cgroup.h"

#include <errno.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"

/* Version 1 has no word for "none": its limit is then near 2^63. */
static const double V1_NO_LIMIT = 0x1p62;

struct group {
	const char *root;
	int version;		/* 0: not found */
	char mount[PATH_MAX];	/* as mounted: "/sys/fs/cgroup/memory" */
	char path[PATH_MAX];	/* below mount: "", "/user.slice" */
};

/* Whether controller is one of a list with commas between. */
static bool listed(char *list, const char *controller)
{
	return hasmntopt(&(const struct mntent){ .mnt_opts = list }, controller);
}

/*
 * Our path in the hierarchy of controller, or in version 2's (NULL).
 * text     /proc/self/cgroup: lines of "ID:controllers:/path", version 2's
 *          being "0::/path"
 */
static bool find_path(const char *text, const char *controller, char *path,
		      size_t n)
{
	for (const char *line = text; line; line = text_next_line(line)) {
		char names[256] = "";
		int at = 0;
		if (strncmp(line, "0::", 3) == 0)
			at = 3;
		else
			sscanf(line, "%*u:%255[^:\n]:%n", names, &at);
		if (at == 0 || (controller ? !listed(names, controller) :
					     *names != '\0'))
			continue;
		const size_t length = strcspn(line + at, "\n");
		if (length >= n)
			return false;
		memcpy(path, line + at, length);
		path[length] = '\0';
		return true;
	}
	return false;
}

/*
 * Where a hierarchy is mounted, and which of its groups is the mount's root.
 * line     of /proc/self/mountinfo: "22 27 0:21 ROOT MOUNT options - type
 *          source superoptions"
 */
static bool mount_of(const char *line, const char *controller, char *mount,
		     char *top)
{
	char type[32], super[512];
	const char *dash = strstr(line, " - ");
	const char *end = strchr(line, '\n');
	if (!dash || (end && dash > end) ||
	    sscanf(dash, " - %31s %*s %511s", type, super) != 2 ||
	    sscanf(line, "%*d %*d %*s %4095s %4095s", top, mount) != 2)
		return false;
	if (!controller)
		return strcmp(type, "cgroup2") == 0;
	return strcmp(type, "cgroup") == 0 &&
	       listed(super, controller);
}

static bool find_mount(const char *text, const char *controller,
		       struct group *group, char *top)
{
	for (const char *line = text; line; line = text_next_line(line))
		if (mount_of(line, controller, group->mount, top))
			return true;
	return false;
}

/* The text of a file of the group, which the caller frees. */
static char *group_text(const struct group *group, const char *name)
{
	return file_text(group->root, "%s%s/%s", group->mount, group->path, name);
}

static bool is_there(const struct group *group)
{
	AUTO_FREE char *path = text_format("%s%s%s/cgroup.procs", group->root,
					   group->mount, group->path);
	return access(path, F_OK) == 0;
}

/* Cut what the mount does not show off our path. */
static void below_mount(struct group *group, const char *top)
{
	const size_t n = strcmp(top, "/") == 0 ? 0 : strlen(top);
	char *path = group->path;
	if (strncmp(path, top, n) == 0 && (path[n] == '/' || path[n] == '\0'))
		memmove(path, path + n, strlen(path + n) + 1);
	else
		*path = '\0';
	if (strcmp(path, "/") == 0 || !is_there(group))
		*path = '\0';
}

static void find_group(const char *root, const char *controller,
		       struct group *group)
{
	AUTO_FREE char *groups = file_text(root, "/proc/self/cgroup");
	AUTO_FREE char *mounts = file_text(root, "/proc/self/mountinfo");
	char top[PATH_MAX];
	const char *const names[] = { controller, NULL };
	*group = (struct group){ .root = root };
	for (int i = 0; i < 2 && groups && mounts && !group->version; i++)
		if (find_path(groups, names[i], group->path,
			      sizeof(group->path)) &&
		    find_mount(mounts, names[i], group, top)) {
			below_mount(group, top);
			if (is_there(group))
				group->version = 1 + i;
		}
}

/* One level up; false at the root of the mount. */
static bool go_up(struct group *group)
{
	char *slash = strrchr(group->path, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return true;
}

static void lower(struct cgroup_limit *limit, double value)
{
	if (!limit->limited || value < limit->value)
		limit->value = value;
	limit->limited = true;
}

/* A file that is not there sets no limit; one that may not be read could hold any. */
static char *limit_text(const struct group *group, const char *name,
			struct cgroup_limit *limit)
{
	char *text = group_text(group, name);
	if (!text && errno != ENOENT)
		limit->known = false;
	return text;
}

/* "max" or a number of bytes. */
static void bytes_limit(const struct group *group, const char *name,
			struct cgroup_limit *limit)
{
	AUTO_FREE char *text = limit_text(group, name, limit);
	char *end;
	if (!text)
		return;
	const double value = strtod(text, &end);
	if (end == text || *end != '\0')
		limit->known = limit->known && strcmp(text, "max") == 0;
	else if (!(value >= 0))
		limit->known = false;
	else if (value < V1_NO_LIMIT)
		lower(limit, value);
}

static void memory_max(const struct group *group, struct cgroup_limit *limit)
{
	bytes_limit(group, group->version == 2 ? "memory.max" :
						 "memory.limit_in_bytes", limit);
}

/* Above it every allocation waits for reclaim. Version 1 has none. */
static void memory_high(const struct group *group, struct cgroup_limit *limit)
{
	if (group->version == 2)
		bytes_limit(group, "memory.high", limit);
}

/* Version 2: "max 100000" or "50000 100000": microseconds of each period. */
static void cpu_limit_v2(const struct group *group, struct cgroup_limit *limit)
{
	AUTO_FREE char *text = limit_text(group, "cpu.max", limit);
	double quota, period;
	if (!text)
		return;
	if (sscanf(text, "%lf %lf", &quota, &period) == 2 && quota > 0 &&
	    period > 0)
		lower(limit, quota / period);
	else if (strncmp(text, "max", 3) != 0)
		limit->known = false;
}

/* Version 1: a quota of -1 is none. */
static void cpu_limit_v1(const struct group *group, struct cgroup_limit *limit)
{
	AUTO_FREE char *quota = limit_text(group, "cpu.cfs_quota_us", limit);
	AUTO_FREE char *period = limit_text(group, "cpu.cfs_period_us", limit);
	double used, each;
	if (!quota || !period)
		return;
	if (sscanf(quota, "%lf", &used) != 1 || sscanf(period, "%lf", &each) != 1)
		limit->known = false;
	else if (used > 0 && each > 0)
		lower(limit, used / each);
}

static struct count used_bytes(const struct group *group)
{
	AUTO_FREE char *text = group_text(group, group->version == 2 ?
					  "memory.current" : "memory.usage_in_bytes");
	unsigned long long bytes;
	char rest;
	if (text && *text >= '0' && *text <= '9' &&
	    sscanf(text, "%llu%c", &bytes, &rest) == 1)
		return count_of(bytes);
	return (struct count){ 0 };
}

/*
 * The file cache that can be dropped: this group's and those below it.
 * Version 1's "inactive_file" is the group's own, "total_" all of it.
 */
static double cache_bytes(const struct group *group)
{
	AUTO_FREE char *text = group_text(group, "memory.stat");
	return (double)text_count_behind_key(text, group->version == 2 ?
						   "inactive_file" :
						   "total_inactive_file").value;
}

/* What this one group leaves; the least of all groups counts. */
static void lower_room(const struct group *group, struct count *room)
{
	struct cgroup_limit own = { .known = true };
	memory_max(group, &own);
	memory_high(group, &own);
	const struct count used = used_bytes(group);
	if (!own.limited || !used.known)
		return;
	double left = own.value - (double)used.value + cache_bytes(group);
	left = left < 0 ? 0 : left > own.value ? own.value : left;
	if (!room->known || left < (double)room->value)
		*room = count_of((uint64_t)left);
}

static void read_memory(const char *root, struct cgroup_limits *limits)
{
	struct group group;
	find_group(root, "memory", &group);
	limits->memory.known = group.version != 0;
	limits->memory_high.known = group.version == 2;
	if (group.version == 0)
		return;
	limits->memory_used_bytes = used_bytes(&group);
	do {
		lower_room(&group, &limits->memory_room_bytes);
		memory_max(&group, &limits->memory);
		memory_high(&group, &limits->memory_high);
	} while (go_up(&group));
}

static void read_cpus(const char *root, struct cgroup_limits *limits)
{
	struct group group;
	find_group(root, "cpu", &group);
	limits->cpus.known = group.version != 0;
	if (group.version == 0)
		return;
	do
		(group.version == 2 ? cpu_limit_v2 : cpu_limit_v1)(&group,
								   &limits->cpus);
	while (go_up(&group));
}

void cgroup_read(const char *root, struct cgroup_limits *limits)
{
	*limits = (struct cgroup_limits){ 0 };
	read_memory(root, limits);
	read_cpus(root, limits);
}
