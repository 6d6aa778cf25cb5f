// What Boost.Asio and Boost.Beast have besides templates, once for the program.

#include "server/beast.hpp"

#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
