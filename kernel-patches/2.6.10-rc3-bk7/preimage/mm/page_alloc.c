/*
 * Reconstruction, not the file of linux-2.6.10-rc3-bk7: the end of the table of
 * names in /proc/vmstat.
 */
static char *vmstat_text[] = {
	"kswapd_inodesteal",
	"pageoutrun",
	"allocstall",

	"pgrotated",
};
