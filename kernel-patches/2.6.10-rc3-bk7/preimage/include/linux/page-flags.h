/*
 * Reconstruction, not the file of linux-2.6.10-rc3-bk7: the end of what
 * /proc/vmstat counts.
 */
struct page_state {
	unsigned long kswapd_inodesteal;/* reclaimed via kswapd inode freeing */
	unsigned long pageoutrun;	/* kswapd's calls to page reclaim */
	unsigned long allocstall;	/* direct reclaim calls */

	unsigned long pgrotated;	/* pages rotated to tail of the LRU */
};
