# The same as `make demo` from a bare clone, in a container:  docker build -t luoshi . && docker run --rm luoshi
FROM python:3.11-slim-bookworm
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /luoshi
COPY locks ./locks
COPY Makefile pyproject.toml README.md LICENSE NOTICE ./
COPY src ./src
RUN make .venv/read
ENV PATH="/luoshi/.venv/bin:$PATH"
RUN useradd --create-home reader && mkdir -p /data && chown reader /data
USER reader
WORKDIR /data
ENTRYPOINT ["luoshi"]
CMD ["demo", "--out", "/data"]
