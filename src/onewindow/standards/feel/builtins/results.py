"""What kind of value each built-in function answers, where it answers one; it may always be null too."""

from collections.abc import Mapping

_BY_RESULT = {
    "number": "string length,number,count,sum,mean,product,median,stddev,decimal,floor,ceiling,round up,"
    "round down,round half up,round half down,modulo,sqrt,log,exp,day of year,week of year",
    "string": "substring,upper case,lower case,substring before,substring after,replace,string join,string,"
    "day of week,month of year",
    "boolean": "contains,starts with,ends with,matches,list contains,all,any,odd,even,not,is,before,after,"
    "meets,met by,overlaps,overlaps before,overlaps after,finishes,finished by,includes,during,starts,"
    "started by,coincides",
    "date": "date,today",
    "time": "time",
    "date and time": "date and time,now",
    "years and months duration": "years and months duration",
    "list": "sublist,append,concatenate,insert before,remove,reverse,index of,union,distinct values,flatten,"
    "sort,split,get entries,mode,list replace",
    "context": "context,context put,context merge",
    "range": "range",
}
RESULTS: Mapping[str, str] = {
    function: kind for kind, functions in _BY_RESULT.items() for function in functions.split(",")
}
