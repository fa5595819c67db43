//! Generated from libphonenumber's metadata by `npm run generate`; do not edit.
//!
//! All regions, by their country calling codes, the main one of a shared code first; in columns, which compress well.

/// ISO codes, one behind the other.
pub(super) const NAMES: &str = "USAGAIASBBBMBSCADMDOGDGUJMKNKYLCMPMSPRSXTCTTVCVGVIRUKZEGZAGRNLBEFRESHUITVAROCHATGBGGIMJEDKSENOSJPLDEPEMXCUARBRCLCOVEMYAUCCCXIDPHNZSGTHJPKRVNCNTRINPKAFLKMMIRSSMAEHDZTNLYGMSNMRMLGNCIBFNETGBJMULRSLGHNGTDCFCMCVSTGQGACGCDAOGWIOACSCSDRWETSODJKETZUGBIMZZMMGREYTZWNAMWLSBWSZKMSHTAERAWFOGLGIPTLUIEISALMTCYFIAXBGLTLVEEMDAMBYADMCSMUARSMEXKHRSIBAMKCZSKLIFKBZGTSVHNNICRPAPMHTGPBLMFBOGYECGFPYMQSRUYCWBQTLNFBNNRPGTOSBVUFJPWWFCKNUWSKINCTVPFTKFMMHKPHKMOKHLABDTWMVLBJOSYIQKWSAYEOMPSAEILBHQABTMNNPTJTMAZGEKGUZ";

/// Country calling codes, a line each.
pub(super) const CALLING_CODES: &str = "1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
1
7
7
20
27
30
31
32
33
34
36
39
39
40
41
43
44
44
44
44
45
46
47
47
48
49
51
52
53
54
55
56
57
58
60
61
61
61
62
63
64
65
66
81
82
84
86
90
91
92
93
94
95
98
211
212
212
213
216
218
220
221
222
223
224
225
226
227
228
229
230
231
232
233
234
235
236
237
238
239
240
241
242
243
244
245
246
247
248
249
250
251
252
253
254
255
256
257
258
260
261
262
262
263
264
265
266
267
268
269
290
290
291
297
298
299
350
351
352
353
354
355
356
357
358
358
359
370
371
372
373
374
375
376
377
378
380
381
382
383
385
386
387
389
420
421
423
500
501
502
503
504
505
506
507
508
509
590
590
590
591
592
593
594
595
596
597
598
599
599
670
672
673
674
675
676
677
678
679
680
681
682
683
685
686
687
688
689
690
691
692
850
852
853
855
856
880
886
960
961
962
963
964
965
966
967
968
970
971
972
973
974
975
976
977
992
993
994
995
996
998";

/// The possible lengths of a national number (`a` is 1), then a space and the trunk prefix rule, a line each.
pub(super) const NUMBERS: &str = "j 1
j g=268|1
j g=264|1
j g=684|1
j g=246|1
j g=441|1
j g=242|1
gj 1
j g=767|1
j 1
j g=473|1
j g=671|1
j 1
j g=869|1
j g=345|1
j g=758|1
j g=670|1
j g3=6643|g4=6644|1
j 1
j g=721|1
j g=649|1
j g=868|1
j g=784|1
j g=284|1
j g=340|1
jn 8
jn 8
hij 0
efghij 0
jkl 
efghijk 0
hi 0
i 0
i 
hi 06
fghijkl 
fghijkl 
fi 0
il 0
defghijklm 0
gij 0|180020
gij f=1481|0|180020
j f=1624|0|180020
j f=1534|0|180020
h 
fghijl 0
eh 
eh 
fghij 
defghijklmno 0
hi 0
j 
fghj 0
jk m01115=911|m0...15=9|m0....15=9|l1115=911|l...15=9|l....15=9|0
hijk n0__|m0__|o90__|n90__|90|0
ijk 
hjk 0
j 0
hij 0
efghijl 0
fghijl h5=85|h9=89|0
fghijl h5=85|h9=89|0
ghijklmnopq 0
fhijklm 0
efghij 0
hjk 
hijm 0
hijklmnopq 0
efhijklmn 0
ghij 0
ghijkl 0
gjlm 0
hijklm 0
hijkl 0
i 0
i 0
fghij 0
defgj 0
i 0
i 0
i 0
hi 0
h 
i 0
gi 
i 
h 
h 
hi 
j 
h 
h 
h 
j 
ghj 
ghi 0
h 0
hi 0
jklmn 0
h 
h 
hi 
g 
g 
i 
gh i0
i 
ghij 0
i 
gi 
g 
ef 
g 
i 0
hi 0
i 0
fghi 0
h 
ghij 0
i 0
i 0
h 
hi 
i 0
i g=20|0
i 0
i 0
gij 0
hi 0
gi 0
h 
ghj 
hi 
g 
de 
d 
g 0
g 
f 
f 
h 
i 
defghijk 
ghij 0
gi 
fghi 0
h 
h 
efghijkl 0
efghijkl 0
fghil 0
h 0|8
h 
ghj 
h 0
h 0
fghijk 0|80|8
fhi 
hi 0
hj f8=05498|f9=05499
ij 0
fghijkl 0
hi 0
hijkl 0
ghi 0
efgh 0
hi 0
h 0
ijkl 
fgi 0
gi 0
e 
gk 
hk 
ghk 
hk 
h 
hj 
ghjk 
fi 0
h 
i 0
i 0
i 0
hi 0
g 
hijk 0
i 0
fghijk 0
i 0
fg 
defghijklm 0
gh 
g 
gh 
f e=3
g 
g 
gh 
eg 
eg 
eg 
gk 
g 
fi 
e 
dg 
efgj 
eh 0
f 
efg 
fhi 
defg 
g 
g 1
hj 0
efghik 
gh 
hij 0
hij 0
fghij 0
ghijk 0
gj 
gh 0
hi 0
hi 0
hij 0
gh 
ij 0
ghi 0
ghi 
hij 0
efghijkl 0
ghijkl 0
h 
ghik 
gh 
hij 0
hjk 0
i 
h 8
i 0
i 0
ij 0
i ";
