# mitmproxy opening tunnels at its end, which adds the secret.
def request(flow):
    flow.request.headers["authorization"] = "Bearer @SECRET@"
