/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pft kernel knows before make runs: requests, keys, labels, fragments,
 * patches, and a cache made up here. And children that are watched.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "base/known.h"
#include "base/text.h"
#include "lab/kernel/kernel.h"
#include "lab/kernel/folder.h"
#include "lab/kernel/image.h"
#include "lab/kernel/plan.h"
#include "tap.h"

/* A folder of the test's own; the cache is below it. */
static char scratch[PATH_MAX];

static char *put(const char *name, const char *text)
{
	char *path = text_format("%s/%s", scratch, name);
	char *folder = text_format("%s", path);
	struct error err;
	*strrchr(folder, '/') = '\0';
	if (file_make_folders(folder, &err) != 0 ||
	    file_replace(path, text, strlen(text), &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	free(folder);
	return path;
}

static void put_free(const char *name, const char *text)
{
	free(put(name, text));
}

/* ---- children ---- */

static void count_lines(void *context, const char *line)
{
	(void)line;
	*(int *)context += 1;
}

static int watch(const char *script, int *nr_lines, const _Atomic int *interrupts,
		 struct error *err)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	const char *const environment[] = { "SET=yes", "UNSET", NULL };
	*nr_lines = 0;
	return child_watch(&(struct child_watch){
				   .argv = argv, .folder = scratch, .log = -1,
				   .environment = environment,
				   .line = count_lines, .context = nr_lines,
				   .interrupts = interrupts },
			   err);
}

static void test_child(void)
{
	struct error err = { "" };
	int nr;
	setenv("UNSET", "no", 1);
	is_int(watch("echo a; echo b >&2; printf c", &nr, NULL, &err), 0,
	       "a watched child runs to its end");
	is_int(nr, 3, "each line it writes is handed over, the last without newline");
	is_int(watch("exit 7", &nr, NULL, &err), 7, "its exit status is returned");
	is_int(watch("kill -9 $$", &nr, NULL, &err), 128 + SIGKILL,
	       "or 128 and the signal that killed it");
	is_int(watch("[ \"$SET${UNSET-}\" = yes ]", &nr, NULL, &err), 0,
	       "its environment has what was set, and not what was unset");
	is_int(watch("[ -t 0 ] || read line", &nr, NULL, &err), 1,
	       "it has no standard input");
	is_int(watch("head -c 100000 /dev/zero | tr '\\0' x", &nr, NULL, &err), 0,
	       "a line longer than any is taken");
	ok(nr > 10, "in pieces");
	const char *const argv[] = { "/nonexistent/program", NULL };
	is_int(child_watch(&(struct child_watch){ .argv = argv, .log = -1 }, &err),
	       -ENOENT, "a program that is not there is an error");
	const _Atomic int one = 1;
	const time_t began = time(NULL);
	is_int(watch("sleep 60 & sleep 60", &nr, &one, &err), -EINTR,
	       "an interrupted child ends");
	ok(time(NULL) - began < 30, "with what it started");
	is_text(err.text, "interrupted", "the message says so");
}

/* ---- requests ---- */

static void test_arch(void)
{
	enum kernel_arch arch = NR_KERNEL_ARCHS;
	struct error err;
	for (int i = 0; kernel_arch_words[i]; i++) {
		is_int(kernel_arch_parse(kernel_arch_words[i], &arch, &err), 0,
		       "%s is an architecture", kernel_arch_words[i]);
		is_int(arch, i, "%s is the right one", kernel_arch_words[i]);
	}
	is_int(kernel_arch_parse("ia64", &arch, &err), -EINVAL,
	       "ia64 is none that is built");
}

static void test_sources(void)
{
	static const struct { const char *text; int rc; const char *says; } bad[] = {
		{ "0.1", -ENOENT, "install linux-source-0.1" },
		{ "/nonexistent.tar", -ENOENT, "expected a tarball, a directory" },
		{ "tree:/nonexistent", -ENOENT, "expected tree:DIR" },
		{ "git:/nonexistent@v1", -ENOENT, "expected git:DIR@REVISION" },
	};
	struct kernel_source source;
	struct error err;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		is_int(kernel_source_open(bad[i].text, &source, &err), bad[i].rc,
		       "source '%s' is refused", bad[i].text);
		ok(strstr(err.text, bad[i].says), "'%s': it says %s", bad[i].text,
		   bad[i].says);
	}
	char *path = put("linux/Makefile", "VERSION = 6\n");
	*strrchr(path, '/') = '\0';
	char before[64];
	is_int(kernel_source_open(path, &source, &err), 0, "a folder is a source");
	is_int(source.type, SOURCE_FOLDER, "it is known as one");
	snprintf(before, sizeof(before), "%s", source.identity);
	kernel_source_close(&source);
	kernel_source_open(path, &source, &err);
	is_text(source.identity, before, "it is the same as long as it is the same");
	kernel_source_close(&source);
	put_free("linux/mm/memory.c", "int x;\n");
	kernel_source_open(path, &source, &err);
	ok(strcmp(source.identity, before) != 0, "with another file it is another");
	kernel_source_close(&source);
	char *tree = text_format("tree:%s", path);
	is_int(kernel_source_open(tree, &source, &err), 0, "a tree is a source");
	is_int(source.type, SOURCE_TREE, "it is known as one");
	kernel_source_close(&source);
	free(tree);
	free(path);
}

/* The key of a request; "" and a message where it is refused. */
static const char *key_of(const struct kernel_request *request, char key[64],
			  char label[80], struct error *err)
{
	const struct kernel_context context = { 0 };
	struct kernel_plan plan;
	*key = *label = '\0';
	if (kernel_plan_open(request, &context, &plan, err) == 0) {
		snprintf(key, 64, "%s", plan.key);
		snprintf(label, 80, "%s", plan.label);
		kernel_plan_close(&plan);
	}
	return key;
}

static void test_keys(enum kernel_arch arch)
{
	char plain[64], other[64], label[80];
	struct error err = { "" };
	char *tarball = put("linux-6.99.tar.xz", "not unpacked here");
	char *config = put("swap.config", "CONFIG_SWAP=y\n");
	char *patch = put("0001-faster faults.patch",
			  "--- a/mm/memory.c\n+++ b/mm/memory.c\n");
	struct kernel_request request = { .arch = arch, .source = tarball };
	key_of(&request, plain, label, &err);
	is_text(err.text, "", "a request for a tarball has a key");
	is_text(label, "linux-6.99", "without a label it is named after the source");
	request.label = "a";
	is_text(key_of(&request, other, label, &err), plain,
		"the label is no part of the key");
	is_text(label, "a", "and is taken");
	request.label = NULL;
	request.config = config;
	ok(strcmp(key_of(&request, other, label, &err), plain) != 0,
	   "options make another key");
	is_text(label, "swap", "and another name");
	request.patches = patch;
	request.config = NULL;
	ok(strcmp(key_of(&request, other, label, &err), plain) != 0,
	   "a patch makes another key");
	is_text(label, "0001-faster-faults", "and a name that is a label");
	char again[64];
	put_free("0001-faster faults.patch",
		 "--- a/mm/memory.c\n+++ b/mm/memory.c\n \n");
	ok(strcmp(key_of(&request, again, label, &err), other) != 0,
	   "the contents of the patch count");
	request = (struct kernel_request){ .arch = arch, .source = tarball,
					   .label = "stock" };
	is_text(key_of(&request, other, label, &err), "",
		"no other kernel can be called stock");
	ok(strstr(err.text, "expected another label"), "the message has the mend");
	static const char *const labels[] = { "", ".a", "-a", "a/b", "a b" };
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++) {
		request.label = labels[i];
		is_text(key_of(&request, other, label, &err), "",
			"label '%s' is refused", labels[i]);
	}
	free(patch);
	free(config);
	free(tarball);
}

/* ---- fragments ---- */

static char warned[1024];

static void keep_warning(void *context, const char *line)
{
	(void)context;
	snprintf(warned, sizeof(warned), "%s", line);
}

static void test_fragments(void)
{
	struct kernel_fragments fragments;
	struct error err = { "" };
	const struct kernel_context context = { .warn = keep_warning };
	put_free("data/config/arm64.config",
		 "# ours\nCONFIG_SMP=y\n# CONFIG_VT is not set\nCONFIG_NR_CPUS=8\n");
	char *users = put("users.config", "CONFIG_NR_CPUS=4\nCONFIG_SWAP=y\n");
	is_int(kernel_fragments_open(KERNEL_ARM64, users, &fragments, &err), 0,
	       "two fragments are read");
	is_int(fragments.n, 4, "an option of both is there once");
	char *config = put("got", "CONFIG_SMP=y\nCONFIG_NR_CPUS=4\nCONFIG_SWAP=y\n"
				  "# CONFIG_VT is not set\n");
	is_int(kernel_fragments_check(&fragments, config, &context, &err), 0,
	       "a kernel that has them all refused none");
	put_free("got", "CONFIG_SMP=y\nCONFIG_VT=y\nCONFIG_NR_CPUS=4\nCONFIG_SWAP=y\n");
	is_int(kernel_fragments_check(&fragments, config, &context, &err), 1,
	       "one of ours that is refused is counted");
	is_text(warned, "option CONFIG_VT=n of our fragment: this kernel has y",
		"and told");
	put_free("got", "CONFIG_SMP=y\nCONFIG_NR_CPUS=8\nXCONFIG_SWAP=y\n");
	is_int(kernel_fragments_check(&fragments, config, &context, &err),
	       -EINVAL, "those of the user's are an error");
	ok(strstr(err.text, "CONFIG_NR_CPUS=4 (it has 8), CONFIG_SWAP=y (it has n)"),
	   "all of them are in the message");
	kernel_fragments_close(&fragments);
	put_free("users.config", "CONFIG_A=1\nnonsense\n");
	is_int(kernel_fragments_open(KERNEL_ARM64, users, &fragments, &err),
	       -EINVAL, "a line that is no option is refused");
	ok(strstr(err.text, "users.config:2'"), "the message has its number");
	free(config);
	free(users);
}

/* ---- patches and shared files ---- */

static void test_patches(void)
{
	struct kernel_patches patches;
	struct error err;
	const struct kernel_context context = { 0 };
	char *patch = put("p/one.patch",
			  "From x\n\ndiff --git a/mm/Kconfig b/mm/Kconfig\n"
			  "--- a/mm/Kconfig\n+++ b/mm/Kconfig\n@@ -1 +1 @@\n"
			  "-one\n+two\n--- /dev/null\n+++ b/mm/new.c\n@@ -0,0 +1 @@\n"
			  "+new\n");
	put_free("p/series", "# none\none.patch # with words\n");
	is_int(kernel_patches_open(patch, 0, &patches, &err), 0, "a patch is read");
	is_int(patches.nr_touched, 2, "it touches each file once");
	is_text(patches.nr_touched == 2 ? patches.touched[1] : "", "mm/new.c",
		"a file that it makes among them");
	ok(patches.configures, "a Kconfig file is noticed");
	char *shared = put("shared/mm/Kconfig", "one\n");
	char *tree = text_format("%s/tree", scratch);
	char *from = text_format("%s/shared", scratch);
	is_int(kernel_folder_copy(&(struct kernel_folder_copy){
					   .from = from, .to = tree,
					   .how = FOLDER_LINKED }, &err), 0,
	       "a tree shares its files");
	is_int(kernel_patches_apply(&patches, tree, &context, &err), 0,
	       "the patch applies to it");
	char *text = file_text(tree, "/mm/Kconfig");
	is_text(text, "two", "the tree has the change");
	free(text);
	text = file_text("", "%s", shared);
	is_text(text, "one", "what it was copied from does not");
	free(text);
	is_int(kernel_patches_apply(&patches, tree, &context, &err),
	       -EINVAL, "a second time it does not apply");
	ok(strstr(err.text, "one.patch") && strstr(err.text, "-one"),
	   "the message has the patch and the hunk");
	kernel_patches_close(&patches);
	char *folder = text_format("%s/p", scratch);
	is_int(kernel_patches_open(folder, 0, &patches, &err), 0, "a series is read");
	is_int(patches.n, 1, "comments in it are none");
	kernel_patches_close(&patches);
	put_free("p/series", "one.patch\none.patch\none.patch\n");
	is_int(kernel_patches_open(folder, 2, &patches, &err), 0,
	       "the first of a series are read");
	is_int(patches.n, 2, "no more than asked for");
	const uint64_t hash = patches.hash;
	kernel_patches_close(&patches);
	is_int(kernel_patches_open(folder, 4, &patches, &err), -EINVAL,
	       "more than the series has are refused");
	ok(strstr(err.text, "first 4 of 3"), "the message counts them");
	put_free("p/series", "one.patch\none.patch\n");
	is_int(kernel_patches_open(folder, 0, &patches, &err), 0, "a shorter series is read");
	ok(patches.hash == hash, "the first two of a series are the same kernel as a series of those two");
	kernel_patches_close(&patches);
	is_int(kernel_patches_open(patch, 1, &patches, &err), -EINVAL,
	       "the first of one patch is refused");
	is_int(kernel_patches_open(NULL, 1, &patches, &err), -EINVAL,
	       "the first of no patches is refused");
	free(folder);
	free(from);
	free(tree);
	free(shared);
	free(patch);
}

/* ---- a cache ---- */

static void put_kernel(const char *key, const char *arch, const char *label,
		       int days)
{
	char *name = text_format("cache/pft/kernels/%s/vmlinux", key);
	put_free(name, "image");
	free(name);
	name = text_format("cache/pft/kernels/%s/kernel.json", key);
	char *text = text_format(
		"{\"type\":\"kernel\",\"schema\":\"pft/1\",\"key\":\"%s\",\"arch\":\"%s\",\"release\":\"6.99.0\",\"build_id\":\"0123\",\"image\":\"vmlinux\",\"source\":\"6.99\",\"patches\":null,\"config\":null,\"image_bytes\":5,\"nr_objects\":12,\"build_s\":3.5}\n",
		key, arch);
	char *path = put(name, text);
	const struct timespec used[2] = { { .tv_sec = time(NULL) - days * 86400 },
					  { .tv_sec = time(NULL) - days * 86400 } };
	utimensat(AT_FDCWD, path, used, 0);
	free(path);
	free(text);
	free(name);
	if (!label)
		return;
	name = text_format("%s/cache/pft/labels/%s/%s", scratch, arch, label);
	if (symlink(key, name) != 0)
		perror(name);
	free(name);
}

static size_t count_kernels(void)
{
	struct kernel *kernels;
	struct error err;
	size_t n;
	if (kernel_list(&kernels, &n, &err) != 0)
		return SIZE_MAX;
	for (size_t i = 0; i < n; i++)
		kernel_close(&kernels[i]);
	free(kernels);
	return n;
}

static void test_find(void)
{
	struct kernel kernel;
	struct error err;
	is_int(kernel_find("old", KERNEL_I386, &kernel, &err), 0,
	       "a kernel is found by its label");
	is_text(kernel.release, "6.99.0", "its facts are read");
	is_text(kernel.label, "old", "it has that label");
	ok(kernel.patches == NULL, "what it has not is not there");
	struct kernel_cleaned cleaned;
	kernel_clean(&(struct kernel_clean_choice){
			     .unused_s = -1,
			     .labels = (const char *const[]){ "old", NULL } },
		     &cleaned, &err);
	is_int(cleaned.nr_in_use, 1, "as long as it is in use it is not cleaned");
	is_int(count_kernels(), 4, "it is still there");
	kernel_close(&kernel);
	is_int(kernel_find("old", KERNEL_X86_64, &kernel, &err), -ENOENT,
	       "for another architecture it is not there");
	ok(strstr(err.text, "there are new, newer"), "the message has the labels");
	is_int(kernel_find("../../kernels", KERNEL_X86_64, &kernel, &err), -ENOENT,
	       "what is no label is not there");
	is_int(kernel_find("6.12.3", KERNEL_X86_64, &kernel, &err), -ENOENT,
	       "a version is no label by itself");
	ok(strstr(err.text, "there are new, newer") &&
		   strstr(err.text, "pft kernel build --arch x86_64 --label 6.12.3 --source git:DIR@v6.12.3,"),
	   "the message has the labels, and the command that builds that version");
	is_int(kernel_find("v6.13-rc1", KERNEL_ARM64, &kernel, &err), -ENOENT, "a tag is none either");
	ok(strstr(err.text, "pft kernel build --arch arm64 --label v6.13-rc1 --source git:DIR@v6.13-rc1,"),
	   "its command has the tag and the architecture");
	is_int(kernel_resolvable(&(struct kernel_request){ .word = "git:/linux@v6.12", .arch = KERNEL_X86_64 }, &err),
	       -EINVAL, "a git revision is no kernel that is there");
	ok(strstr(err.text, "pft kernel build --arch x86_64 --source 'git:/linux@v6.12' prints its label"),
	   "the message has the command that builds it");
	is_int(kernel_resolvable(&(struct kernel_request){ .word = "new", .arch = KERNEL_X86_64 }, &err), 0,
	       "a label that is there can be resolved");
	is_int(kernel_resolve(&(struct kernel_request){ .word = "new", .arch = KERNEL_X86_64 }, &(struct kernel_context){ 0 },
			      &kernel, &err), 0, "a word finds a label");
	kernel_close(&kernel);
}

static void test_list(void)
{
	struct kernel *kernels = NULL;
	struct error err;
	size_t n = 0;
	is_int(kernel_list(&kernels, &n, &err), 0, "a cache is listed");
	is_int(n, 4, "a kernel with two labels is there twice, one without once");
	is_text(n == 4 ? kernels[0].label : "", "new", "in the order of labels");
	is_text(n == 4 ? kernels[2].label : "", "old", "to the last");
	ok(n == 4 && !kernels[3].label, "then what has none");
	ok(n == 4 && kernels[0].bytes > 0, "sizes are known");
	for (size_t i = 0; i < n; i++)
		kernel_close(&kernels[i]);
	free(kernels);
}

static uint64_t kernel_bytes(void)
{
	char *folder = text_format("%s/cache/pft/kernels/x86_64-1", scratch);
	const uint64_t bytes = kernel_folder_bytes(folder);
	free(folder);
	return bytes;
}

static void test_clean(void)
{
	struct kernel_cleaned cleaned;
	struct error err = { "" };
	struct kernel_clean_choice choice = { .unused_s = 30 * 86400 };
	put_free("cache/pft/kernels/half/tree/x", "");
	is_int(kernel_clean(&choice, &cleaned, &err), 0, "a cache is cleaned by age");
	is_int(cleaned.nr_kernels, 1, "the one that is older goes");
	ok(cleaned.bytes > 0, "it frees something");
	char *half = text_format("%s/cache/pft/kernels/half", scratch);
	ok(access(half, F_OK) != 0, "what is unfinished goes with it");
	free(half);
	is_int(count_kernels(), 3, "the others stay");
	choice = (struct kernel_clean_choice){ .unused_s = -1, .keep_given = true,
					       .keep_bytes = UINT64_C(1) << 40 };
	kernel_clean(&choice, &cleaned, &err);
	is_int(cleaned.nr_kernels, 0, "what fits into a size is kept");
	/* Room for one of the two. */
	choice.keep_bytes = kernel_bytes();
	kernel_clean(&choice, &cleaned, &err);
	is_int(cleaned.nr_kernels, 1, "what does not fit goes, the longest unused first");
	struct kernel kernel;
	is_int(kernel_find("new", KERNEL_X86_64, &kernel, &err), 0,
	       "the last used is still there");
	kernel_close(&kernel);
	choice = (struct kernel_clean_choice){ .unused_s = -1, .all = true };
	kernel_clean(&choice, &cleaned, &err);
	is_int(count_kernels(), 0, "all can be dropped");
	char *label = text_format("%s/cache/pft/labels/x86_64/new", scratch);
	struct stat st;
	ok(lstat(label, &st) != 0, "labels of what is gone go as well");
	free(label);
}

static void test_cache(void)
{
	static const char *const folders[] = { "x86_64", "i386", "arm64" };
	struct error err;
	is_int(count_kernels(), 0, "where there is no cache there is no kernel");
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		char *path = text_format("%s/cache/pft/labels/%s", scratch,
					 folders[i]);
		file_make_folders(path, &err);
		free(path);
	}
	put_free("cache/pft/locks/none", "");
	put_kernel("x86_64-1", "x86_64", "new", 1);
	put_kernel("i386-1", "i386", "old", 60);
	put_kernel("x86_64-2", "x86_64", NULL, 5);
	char *name = text_format("%s/cache/pft/labels/x86_64/newer", scratch);
	ok(symlink("x86_64-1", name) == 0, "a second label can be given");
	free(name);
	test_list();
	test_find();
	put_kernel("i386-1", "i386", NULL, 60);
	test_clean();
}

static void test_image(void)
{
	struct kernel kernel;
	struct error err;
	char head[1024] = "\177ELF";
	char *path = put("some", "no kernel at all");
	is_int(kernel_resolve(&(struct kernel_request){ .word = path, .arch = KERNEL_X86_64 }, &(struct kernel_context){ 0 },
			      &kernel, &err), -EINVAL, "what is no kernel is refused");
	head[18] = 62;	/* EM_X86_64 */
	memcpy(head + 512, "Linux version 6.7.8-x (me)", 26);
	file_replace(path, head, sizeof(head), &err);
	is_int(kernel_resolve(&(struct kernel_request){ .word = path, .arch = KERNEL_I386 }, &(struct kernel_context){ 0 },
			      &kernel, &err), -EINVAL,
	       "an image of another architecture is refused");
	ok(strstr(err.text, "x86_64: expected one for i386"), "it says of which");
	is_int(kernel_resolve(&(struct kernel_request){ .word = path, .arch = KERNEL_X86_64 }, &(struct kernel_context){ 0 },
			      &kernel, &err), 0, "an image is taken as it is");
	is_text(kernel.release, "6.7.8-x", "its release is found in it");
	is_int(strlen(kernel.build_id), 16, "it has a build id");
	kernel_close(&kernel);
	free(path);
}

int main(void)
{
	struct error err;
	snprintf(scratch, sizeof(scratch), "/tmp/kernel-t-XXXXXX");
	if (!mkdtemp(scratch))
		return 1;
	char *cache = text_format("%s/cache", scratch);
	char *data = text_format("%s/data", scratch);
	setenv("XDG_CACHE_HOME", cache, 1);
	setenv("PFT_DATADIR", data, 1);
	put_free("data/config/x86_64.config", "CONFIG_SMP=y\n");
	put_free("data/config/arm64.config", "CONFIG_SMP=y\n");
	test_child();
	test_arch();
	test_sources();
	test_fragments();
	test_patches();
	test_image();
	test_cache();
#if defined __x86_64__
	test_keys(KERNEL_X86_64);
#elif defined __aarch64__
	test_keys(KERNEL_ARM64);
#else
	tap_skip("no kernel is built with this machine's own compiler",
		 "a request for a tarball has a key");
#endif
	is_int(kernel_folder_remove(scratch, &err), 0, "a folder is removed with all in it");
	free(data);
	free(cache);
	return tap_done();
}
