# One image for web (`serve`), worker (`work`) and `migrate`.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/haochaping
WORKDIR /src
COPY requirements.lock .
RUN /opt/haochaping/bin/pip install --require-hashes -r requirements.lock
COPY . .
RUN /opt/haochaping/bin/pip install --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin haochaping
COPY --from=build /opt/haochaping /opt/haochaping
ENV PATH=/opt/haochaping/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000
USER haochaping
WORKDIR /tmp
EXPOSE 8000
ENTRYPOINT ["haochaping"]
CMD ["serve"]
