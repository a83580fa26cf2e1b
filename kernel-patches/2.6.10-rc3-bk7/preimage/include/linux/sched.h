/*
 * Reconstruction, not the file of linux-2.6.10-rc3-bk7: the few fields of a task
 * that are needed, those of the middle as the posting shows them.
 */
struct task_struct {
	unsigned long flags;	/* per process flags, defined below */

	struct list_head tasks;
	/*
	 * ptrace_list/ptrace_children forms the list of my children
	 * that were stolen by a ptracer.
	 */
	struct list_head ptrace_children;
	struct list_head ptrace_list;

	struct mm_struct *mm, *active_mm;

	unsigned long nvcsw, nivcsw; /* context switch counts */
	unsigned long min_flt, maj_flt;
};
