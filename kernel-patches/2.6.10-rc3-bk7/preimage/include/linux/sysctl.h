/*
 * Reconstruction, not the file of linux-2.6.10-rc3-bk7: the last numbers below
 * CTL_VM.
 */
enum
{
	VM_VFS_CACHE_PRESSURE=26, /* dcache/icache reclaim pressure */
	VM_LEGACY_VA_LAYOUT=27, /* legacy/compatibility virtual address space layout */
	VM_SWAP_TOKEN_TIMEOUT=28, /* default time for token time out */
};
