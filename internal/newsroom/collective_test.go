package newsroom

import "testing"

func TestCollective(t *testing.T) {
	for name, want := range map[Bilingual]bool{
		{ZH: "合璧编辑部", EN: "Hebi Desk"}: true, {ZH: "晨报评论员"}: true, {ZH: "本报记者"}: true, {EN: "Tide Editorial Board"}: true, {EN: "The Tide"}: true,
		{ZH: "李明", EN: "Li Ming"}: false, {ZH: "欧阳岚", EN: "Ouyang Lan"}: false, {EN: "Anne Desk-Miller"}: false, {EN: "Desk"}: false,
		{ZH: "部长青"}: false, {ZH: "阿不都热依木"}: false, {}: false,
	} {
		if got := (&Contributor{Name: name}).Collective(); got != want {
			t.Errorf("%v: %v, want %v", name, got, want)
		}
	}
}
