package store
import ("context";"testing";"os";"path/filepath";"hebi/internal/segment";"hebi/internal/search";"unicode/utf8";"strings")
func TestTmp(t *testing.T){
 sg:=segment.Open(); sg.Wait(context.Background())
 var all strings.Builder
 filepath.WalkDir("../../content/articles",func(p string,d os.DirEntry,e error)error{ if strings.HasSuffix(p,"zh.md"){b,_:=os.ReadFile(p);all.Write(b)};return nil})
 s:=all.String(); n:=utf8.RuneCountInString(s)
 tk:=search.IndexTokens(sg.Tokens(s)); w:=0
 for i,x:=range tk{ if x=="__"{w=i;break}}
 f:=0; for i,x:=range tk{ if strings.HasPrefix(x,"_")&&x!="__"{f=i;break}}
 t.Logf("chars %d tokens %d words %d firstpair %d", n,len(tk),w,f)
}
