create view search_words as
select w.*
from {tables}.search_words w
where {person} is not null;
