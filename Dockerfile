# The same as `make demo` from a bare clone, in a container:  docker build -t luoshi . && docker run --rm luoshi
# The ledger:  docker run --rm -p 8000:8000 -v luoshi:/data luoshi serve --host 0.0.0.0
# Your own reports:  docker run --rm -v "$PWD:/data" --user "$(id -u):$(id -g)" luoshi read 报告.docx --html 报告.html
FROM python:3.11-slim-bookworm
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /luoshi
COPY locks ./locks
COPY Makefile pyproject.toml README.md LICENSE NOTICE ./
COPY src ./src
RUN make .venv/serve
ENV LANG=C.UTF-8 LUOSHI_HOME=/data/ledger PYTHONDONTWRITEBYTECODE=1
ENV PATH="/luoshi/.venv/bin:$PATH"
RUN useradd --create-home reader && mkdir -p /data && chown reader /data
USER reader
WORKDIR /data
ENTRYPOINT ["luoshi"]
CMD ["demo", "--out", "/data"]
