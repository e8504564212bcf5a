"""我要纠错: whoever finds an error in what is published tells the agency, and is answered."""
