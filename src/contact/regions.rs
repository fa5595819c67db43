//! Generated from libphonenumber's metadata by `npm run generate`; do not edit.

/// One line a region, sorted by country calling code, the main region of a shared code first: ISO code, country
/// calling code, possible lengths of a national number (`a` is 1), then a space and the trunk prefix rule.
pub(super) const REGIONS: &str = "US1j 1
AG1j g=268|1
AI1j g=264|1
AS1j g=684|1
BB1j g=246|1
BM1j g=441|1
BS1j g=242|1
CA1gj 1
DM1j g=767|1
DO1j 1
GD1j g=473|1
GU1j g=671|1
JM1j 1
KN1j g=869|1
KY1j g=345|1
LC1j g=758|1
MP1j g=670|1
MS1j g3=6643|g4=6644|1
PR1j 1
SX1j g=721|1
TC1j g=649|1
TT1j g=868|1
VC1j g=784|1
VG1j g=284|1
VI1j g=340|1
EG20hij 0
SS211i 0
MA212i 0
EH212i 0
DZ213hi 0
TN216h 
LY218i 0
GM220gi 
SN221i 
MR222h 
ML223h 
GN224hi 
CI225j 
BF226h 
NE227h 
TG228h 
BJ229j 
MU230ghj 
LR231ghi 0
SL232h 0
GH233hi 0
NG234jklmn 0
TD235h 
CF236h 
CM237hi 
CV238g 
ST239g 
GQ240i 
GA241gh i0
CG242i 
CD243ghij 0
AO244i 
GW245gi 
IO246g 
AC247ef 
SC248g 
SD249i 0
RW250hi 0
ET251i 0
SO252fghi 0
DJ253h 
KE254ghij 0
TZ255i 0
UG256i 0
BI257h 
MZ258hi 
ZM260i 0
MG261i g=20|0
RE262i 0
YT262i 0
ZW263gij 0
NA264hi 0
MW265gi 0
LS266h 
BW267ghj 
SZ268hi 
KM269g 
ZA27efghij 0
SH290de 
TA290d 
ER291g 0
AW297g 
FO298f 
GL299f 
GR30jkl 
NL31efghijk 0
BE32hi 0
FR33i 0
ES34i 
GI350h 
PT351i 
LU352defghijk 
IE353ghij 0
IS354gi 
AL355fghi 0
MT356h 
CY357h 
FI358efghijkl 0
AX358efghijkl 0
BG359fghil 0
HU36hi 06
LT370h 0|8
LV371h 
EE372ghj 
MD373h 0
AM374h 0
BY375fghijk 0|80|8
AD376fhi 
MC377hi 0
SM378hj f8=05498|f9=05499
UA380ij 0
RS381fghijkl 0
ME382hi 0
XK383hijkl 0
HR385ghi 0
SI386efgh 0
BA387hi 0
MK389h 0
IT39fghijkl 
VA39fghijkl 
RO40fi 0
CH41il 0
CZ420ijkl 
SK421fgi 0
LI423gi 0
AT43defghijklm 0
GB44gij 0|180020
GG44gij f=1481|0|180020
IM44j f=1624|0|180020
JE44j f=1534|0|180020
DK45h 
SE46fghijl 0
NO47eh 
SJ47eh 
PL48fghij 
DE49defghijklmno 0
FK500e 
BZ501gk 
GT502hk 
SV503ghk 
HN504hk 
NI505h 
CR506hj 
PA507ghjk 
PM508fi 0
HT509h 
PE51hi 0
MX52j 
CU53fghj 0
AR54jk m01115=911|m0...15=9|m0....15=9|l1115=911|l...15=9|l....15=9|0
BR55hijk n0__|m0__|o90__|n90__|90|0
CL56ijk 
CO57hjk 0
VE58j 0
GP590i 0
BL590i 0
MF590i 0
BO591hi 0
GY592g 
EC593hijk 0
GF594i 0
PY595fghijk 0
MQ596i 0
SR597fg 
UY598defghijklm 0
CW599gh 
BQ599g 
MY60hij 0
AU61efghijl 0
CC61fghijl h5=85|h9=89|0
CX61fghijl h5=85|h9=89|0
ID62ghijklmnopq 0
PH63fhijklm 0
NZ64efghij 0
SG65hjk 
TH66hijm 0
TL670gh 
NF672f e=3
BN673g 
NR674g 
PG675gh 
TO676eg 
SB677eg 
VU678eg 
FJ679gk 
PW680g 
WF681fi 
CK682e 
NU683dg 
WS685efgj 
KI686eh 0
NC687f 
TV688efg 
PF689fhi 
TK690defg 
FM691g 
MH692g 1
RU7jn 8
KZ7jn 8
JP81hijklmnopq 0
KR82efhijklmn 0
VN84ghij 0
KP850hj 0
HK852efghik 
MO853gh 
KH855hij 0
LA856hij 0
CN86ghijkl 0
BD880fghij 0
TW886ghijk 0
TR90gjlm 0
IN91hijklm 0
PK92hijkl 0
AF93i 0
LK94i 0
MM95fghij 0
MV960gj 
LB961gh 0
JO962hi 0
SY963hi 0
IQ964hij 0
KW965gh 
SA966ij 0
YE967ghi 0
OM968ghi 
PS970hij 0
AE971efghijkl 0
IL972ghijkl 0
BH973h 
QA974ghik 
BT975gh 
MN976hij 0
NP977hjk 0
IR98defgj 0
TJ992i 
TM993h 8
AZ994i 0
GE995i 0
KG996ij 0
UZ998i ";
