create view remarks as select * from {tables}.remarks where {person} is not null;
